import * as l10n from '@vscode/l10n';
import type { Reference } from '../../shared/draft.ts';
import { UnresolvedReference, type Way } from './way.ts';

function urlOf(reference: Reference): string | undefined {
  return reference.source.type === 'url' ? reference.source.url : reference.publicUrl;
}

/** The reference is a URL, or somebody typed the file's in. */
export const typedUrl: Way = {
  offer(reference) {
    const url = urlOf(reference);
    return Promise.resolve(url === undefined ? undefined : { way: 'ready', text: hostOf(url), url });
  },
  resolve(reference) {
    const url = urlOf(reference);
    if (url !== undefined) return Promise.resolve(url);
    return Promise.reject(new UnresolvedReference(reference.id, l10n.t('“{0}” has no URL.', reference.name)));
  },
};

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
