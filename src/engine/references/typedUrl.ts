import * as l10n from '@vscode/l10n';
import type { Reference } from '../../shared/draft.ts';
import { stillThere } from './reuse.ts';
import { hostOf } from './sayings.ts';
import { Unfetchable } from './unfetchable.ts';
import type { UploadingDeps } from './uploading.ts';
import { UnresolvedReference, type Offer, type Way } from './way.ts';

export type TypedUrlDeps = Pick<UploadingDeps, 'contents' | 'uploads' | 'probe'>;

/** A URL that was typed for a file with the same content, whatever its name and place. */
export class TypedUrl implements Way {
  readonly #deps: TypedUrlDeps;

  constructor(deps: TypedUrlDeps) {
    this.#deps = deps;
  }

  /** Never closed: without a URL that works it waits for somebody to type one. */
  async offer(reference: Reference, signal: AbortSignal): Promise<Offer | undefined> {
    const url = await this.#find(reference, signal);
    if (url === undefined) return undefined;
    const offer = {
      way: 'ready',
      text: l10n.t('{0}, typed in before', hostOf(url)),
      detail: url,
      url,
      typedUrl: url,
    } as const;
    try {
      if (await stillThere(this.#deps.probe(url, signal), ['missing', 'forbidden', 'page', 'notPublic'])) return offer;
    } catch (error) {
      if (!(error instanceof Unfetchable)) throw error;
      return { ...offer, unproved: true };
    }
    await this.forget(reference, signal);
    return undefined;
  }

  async resolve(reference: Reference, { signal }: { readonly signal: AbortSignal }): Promise<string> {
    const url = await this.#find(reference, signal);
    if (url === undefined) throw new UnresolvedReference(reference.id, l10n.t('“{0}” has no URL.', reference.name));
    return url;
  }

  /** Keeps a URL that was typed for a file, for its content. A file that cannot be read is not remembered. */
  async remember({ source }: Reference, url: string): Promise<void> {
    if (source.type !== 'file') return;
    const content = await this.#deps.contents.of(source.uri).catch(() => undefined);
    if (content !== undefined) this.#deps.uploads.putUrl(content.hash, 'typed', url);
  }

  /** Takes back what was typed for this content. */
  async forget({ source }: Reference, signal: AbortSignal): Promise<void> {
    if (source.type !== 'file') return;
    this.#deps.uploads.forgetUrl((await this.#deps.contents.of(source.uri, signal)).hash, 'typed');
  }

  async #find({ source }: Reference, signal: AbortSignal): Promise<string | undefined> {
    if (source.type !== 'file') return undefined;
    return this.#deps.uploads.url((await this.#deps.contents.of(source.uri, signal)).hash, 'typed');
  }
}
