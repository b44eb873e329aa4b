/** What stands in a reference's frame: a picture, or the reason why there is none. */
export interface Thumbnail {
  readonly url?: string;
  readonly text?: string;
}

/** A picture as the host sends it. */
interface Picture {
  readonly mime?: string;
  readonly bytes?: Uint8Array<ArrayBuffer>;
  readonly text?: string;
}

/** The pictures of the references. Each lives in the browser's memory under a `blob:` URL that must be given back. */
export class Thumbnails {
  readonly #byReference = new Map<string, Thumbnail>();
  #known = new Set<string>();

  get(referenceId: string): Thumbnail | undefined {
    return this.#byReference.get(referenceId);
  }

  put(referenceId: string, { mime, bytes, text }: Picture): void {
    this.#forget(referenceId);
    const url =
      bytes === undefined
        ? undefined
        : URL.createObjectURL(new Blob([bytes], mime === undefined ? {} : { type: mime }));
    this.#byReference.set(referenceId, { ...(url !== undefined && { url }), ...(text !== undefined && { text }) });
  }

  /** Lets go of the pictures of references that were there and are no more. A picture that came before its reference stays. */
  keep(referenceIds: readonly string[]): void {
    const now = new Set(referenceIds);
    for (const id of this.#known) if (!now.has(id)) this.#forget(id);
    this.#known = now;
  }

  #forget(referenceId: string): void {
    const url = this.#byReference.get(referenceId)?.url;
    if (url !== undefined) URL.revokeObjectURL(url);
    this.#byReference.delete(referenceId);
  }
}
