import * as l10n from '@vscode/l10n';
import type { Reference } from '../../shared/draft.ts';
import { UnresolvedReference } from './way.ts';

/** The host of a URL, or the URL itself where it is none. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

/** The file went away, or may not be read any more. */
export function unreadable({ id, name }: Reference, cause: unknown): UnresolvedReference {
  const message = l10n.t('“{0}” cannot be read any more. Remove it or choose the file again.', name);
  return new UnresolvedReference(id, message, { cause });
}
