import * as l10n from '@vscode/l10n';
import type { Reference } from '../../shared/draft.ts';
import type { ByteSource } from './byteSource.ts';
import { Unfetchable } from './probe.ts';
import { UnresolvedReference } from './way.ts';

/** Waits for a look at a URL that was used before. False where the file is surely not there any more; rejects where nobody can tell. */
export async function stillThere(looked: Promise<ByteSource>): Promise<boolean> {
  try {
    await looked;
    return true;
  } catch (error) {
    if (error instanceof Unfetchable && ['missing', 'forbidden', 'page'].includes(error.kind)) return false;
    throw error;
  }
}

/** What was hosted is gone, and nobody has agreed to another upload. */
export function agreeFirst({ id, name }: Reference): UnresolvedReference {
  const message = l10n.t('“{0}” is not hosted any more and has to be uploaded again. Press Generate once more.', name);
  return new UnresolvedReference(id, message);
}
