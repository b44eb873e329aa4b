/** No larger small pictures are kept, px: twice what they are shown at, for fine screens. */
const [maxWidth, maxHeight] = [112, 84];

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

  /**
   * Takes a picture as it is in its file, of which only a small one is kept. What cannot be drawn is none. A reference's first one stays: it is
   * of what was sent, and may be about to be drawn.
   */
  async take(reference: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const picture = await smallPicture(new Blob([bytes])).catch(() => undefined);
    if (picture === undefined) return;
    if (this.#byReference.has(reference)) {
      picture.close();
      return;
    }
    this.#byReference.set(reference, picture);
    this.#changed();
  }
}

/** The whole of it, never enlarged: a browser told one measure would make a line of a few bytes gigabytes wide. */
async function smallPicture(file: Blob): Promise<ImageBitmap> {
  const whole = await createImageBitmap(file);
  const scale = Math.min(maxWidth / whole.width, maxHeight / whole.height);
  if (scale >= 1) return whole;
  const scaled = (side: number): number => Math.max(1, Math.round(side * scale));
  const size = { resizeWidth: scaled(whole.width), resizeHeight: scaled(whole.height) };
  try {
    return await createImageBitmap(whole, { ...size, resizeQuality: 'medium' });
  } finally {
    whole.close();
  }
}
