import * as l10n from '@vscode/l10n';
import type { Reference } from '../../shared/draft.ts';
import type { Contents } from './contents.ts';
import { hostOf } from './sayings.ts';
import type { Uploads } from './uploads.ts';
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

/** A URL that was typed for a file with the same content, whatever its name and place. */
export class TypedUrl implements Way {
  readonly #contents: Contents;
  readonly #uploads: Uploads;

  constructor(contents: Contents, uploads: Uploads) {
    this.#contents = contents;
    this.#uploads = uploads;
  }

  async offer({ source }: Reference, signal: AbortSignal): Promise<Offer | undefined> {
    if (source.type !== 'file') return undefined;
    const url = await this.#find(source.uri, signal);
    // Not closed: it waits for somebody to type one.
    if (url === undefined) return undefined;
    return { way: 'ready', text: l10n.t('{0}, typed in before', hostOf(url)), detail: url, url, unproved: true };
  }

  async resolve({ id, name, source }: Reference, { signal }: { readonly signal: AbortSignal }): Promise<string> {
    const url = source.type === 'file' ? await this.#find(source.uri, signal) : undefined;
    if (url === undefined) throw new UnresolvedReference(id, l10n.t('“{0}” has no URL.', name));
    return url;
  }

  /** Keeps a URL that was typed for a file, for its content. A file that cannot be read is not remembered. */
  async remember({ source }: Reference, url: string): Promise<void> {
    if (source.type !== 'file') return;
    const content = await this.#contents.of(source.uri).catch(() => undefined);
    if (content !== undefined) this.#uploads.putUrl(content.hash, 'typed', url);
  }

  async #find(uri: string, signal: AbortSignal): Promise<string | undefined> {
    return this.#uploads.url((await this.#contents.of(uri, signal)).hash, 'typed');
  }
}
