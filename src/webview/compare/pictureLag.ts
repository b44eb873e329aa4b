/** What the browser tells of a frame that it has shown, and where its element stood when it told that; seconds, times of the page in ms. */
export interface Sight {
  readonly mediaTime: number;
  readonly expectedDisplayTime: number;
  readonly currentTime: number;
  readonly playbackRate: number;
  readonly now: number;
}

/** So many frames tell it: the middle of them, as each is put on the screen a little early or late. */
const several = 9;

/** Fewer tell nothing. */
const few = 3;

/**
 * How far the pictures of a player are behind the time that its element tells. That differs from player to player and from start to start:
 * one that is heard goes by its sound, which takes its way to the loudspeaker, and pictures may come late where many clips are decoded.
 */
export class PictureLag {
  readonly #found: number[] = [];

  /** Seconds; 0 while too little is known. */
  get seconds(): number {
    if (this.#found.length < few) return 0;
    return [...this.#found].sort((one, other) => one - other)[this.#found.length >> 1] ?? 0;
  }

  /** Takes in a frame that is shown while the player plays. */
  see({ mediaTime, expectedDisplayTime, currentTime, playbackRate, now }: Sight): void {
    const seen = mediaTime + ((now - expectedDisplayTime) / 1000) * playbackRate;
    this.#found.push(currentTime - seen);
    if (this.#found.length > several) this.#found.shift();
  }

  /** To be called where it begins anew, from another place or after it stood. */
  forget(): void {
    this.#found.length = 0;
  }
}
