import * as l10n from '@vscode/l10n';
import type { Reference } from '../../shared/draft.ts';
import type { ByteSource } from './byteSource.ts';
import { Unfetchable, type UnfetchableKind } from './unfetchable.ts';
import { UnresolvedReference, type Consent, type Journey } from './way.ts';

/** Waits for a look at a URL that was used before. False where what is there says that it is `gone`; rejects with `Unfetchable` else. */
export async function stillThere(looked: Promise<ByteSource>, gone: readonly UnfetchableKind[]): Promise<boolean> {
  try {
    await looked;
    return true;
  } catch (error) {
    if (error instanceof Unfetchable && gone.includes(error.kind)) return false;
    throw error;
  }
}

/** Throws `UnresolvedReference` where nobody has agreed to this content going to this place. */
export function assertConsented(
  { id, name }: Reference,
  { destination, once, place }: Pick<Consent, 'destination' | 'once' | 'place'>,
  { consented }: Journey,
): void {
  if (consented.has(destination) || consented.has(once)) return;
  const message = l10n.t('“{0}” now has to be uploaded to {1}. Press Generate once more to be asked.', name, place);
  throw new UnresolvedReference(id, message);
}
