import * as l10n from '@vscode/l10n';
import type { Reference } from '../../shared/draft.ts';
import { hostOf } from './sayings.ts';
import { UnresolvedReference, type Offer, type Way } from './way.ts';

function givenUrl({ source, publicUrl }: Reference): string | undefined {
  return source.type === 'url' ? source.url : publicUrl;
}

/** The reference is a URL, or somebody typed the file's into this very draft: a person's own word goes before every other way. */
export class GivenUrl implements Way {
  readonly #remember: ((reference: Reference, url: string) => Promise<void>) | undefined;

  /** `remember` is told of URLs that were typed for files, when they are used. */
  constructor(remember?: (reference: Reference, url: string) => Promise<void>) {
    this.#remember = remember;
  }

  offer(reference: Reference): Promise<Offer | undefined> {
    const url = givenUrl(reference);
    return Promise.resolve(url === undefined ? undefined : { way: 'ready', text: hostOf(url), url, unproved: true });
  }

  async resolve(reference: Reference): Promise<string> {
    const url = givenUrl(reference);
    if (url === undefined) throw new UnresolvedReference(reference.id, l10n.t('“{0}” has no URL.', reference.name));
    if (reference.source.type === 'file') await this.#remember?.(reference, url);
    return url;
  }
}
