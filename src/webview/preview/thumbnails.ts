/** How high small pictures are kept, px: twice what they are shown at, for fine screens. */
const height = 84;

/** Small pictures of what the clip was made from. */
export class Thumbnails {
  readonly #changed: () => void;
  readonly #byReference = new Map<string, ImageBitmap>();

  /** `changed` is called when there is another one. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** By the id of a reference. */
  get(reference: string): ImageBitmap | undefined {
    return this.#byReference.get(reference);
  }

  /** Takes a picture as it is in its file, of which only a small one is kept. What cannot be drawn is none. */
  async take(reference: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const options = { resizeHeight: height, resizeQuality: 'medium' } as const;
    const picture = await createImageBitmap(new Blob([bytes]), options).catch(() => undefined);
    if (picture === undefined) return;
    this.#byReference.get(reference)?.close();
    this.#byReference.set(reference, picture);
    this.#changed();
  }
}
