import { Frames } from './frames.ts';
import { Pictures } from './pictures/pictures.ts';
import type { Player } from './player.ts';

/** How high small pictures are, px: twice what they are shown at, for fine screens. */
const height = 96;

/** So many are made of a clip, if it has as many frames. */
const most = 96;

/** Of these the first few come at once, so that the whole of the clip is soon seen. */
const first = 12;

/** A clip that plays is left so long between two of them, ms; and so long once it has lost a picture of its own. */
const pause = 80;
const longPause = 1000;

/** A small picture of a moment of the clip, seconds. */
export interface Thumbnail {
  readonly time: number;
  readonly picture: ImageBitmap;
}

/** What is read from a clip beside the player, once that shows it: the times of its frames, and small pictures of it. */
export class Film {
  readonly #player: Player;
  readonly #changed: () => void;
  readonly #poster: (source: string, poster: Blob) => void;
  readonly #rested: () => Promise<void>;
  #watching = new AbortController();
  #frames: Frames | undefined;
  #codec: string | undefined;
  #thumbnails: readonly Thumbnail[] = [];

  /** `rested` resolves when the page has nothing better to do; `poster` is handed the first frame of a source, where it was wished for. */
  constructor(
    player: Player,
    changed: () => void,
    rested: () => Promise<void>,
    poster: (source: string, poster: Blob) => void,
  ) {
    this.#player = player;
    this.#changed = changed;
    this.#rested = rested;
    this.#poster = poster;
  }

  /** Undefined until they are known, and where the clip's index cannot be read. */
  get frames(): Frames | undefined {
    return this.#frames;
  }

  /** The name of the coding of the pictures, as the file says. */
  get codec(): string | undefined {
    return this.#codec;
  }

  /** Those that were made so far, in the order of their times. */
  get thumbnails(): readonly Thumbnail[] {
    return this.#thumbnails;
  }

  /** The one nearest to a moment, seconds. */
  thumbnailAt(time: number): Thumbnail | undefined {
    let nearest: Thumbnail | undefined;
    for (const thumbnail of this.#thumbnails)
      if (nearest === undefined || Math.abs(thumbnail.time - time) < Math.abs(nearest.time - time)) nearest = thumbnail;
    return nearest;
  }

  /**
   * To be called when the player shows the clip at `source`, or cannot. `wantsPoster` is asked later: nobody waits for who knows. What
   * was held of a clip before is let go.
   */
  watch(source: string, wantsPoster: () => boolean): void {
    this.forget();
    const { signal } = this.#watching;
    // What cannot be read has no frames and no small pictures, and plays all the same.
    this.#read(source, wantsPoster, signal).catch(() => undefined);
  }

  /** Lets go of all that is known of a clip. */
  forget(): void {
    this.#watching.abort();
    this.#watching = new AbortController();
    for (const { picture } of this.#thumbnails) picture.close();
    this.#thumbnails = [];
    this.#frames = undefined;
    this.#codec = undefined;
    this.#changed();
  }

  async #read(source: string, wantsPoster: () => boolean, signal: AbortSignal): Promise<void> {
    const pictures = new Pictures(source);
    signal.addEventListener('abort', () => pictures.close());
    try {
      const { codec, times, end } = await pictures.ask({ type: 'index' });
      signal.throwIfAborted();
      this.#codec = codec;
      if (times.length > 0) this.#frames = new Frames(times, end);
      this.#changed();
      if (this.#player.loading === 'failed') return;
      await this.#rested();
      signal.throwIfAborted();
      if (wantsPoster()) this.#poster(source, await pictures.ask({ type: 'jpeg', at: 0, width: 640 }));
      for (const some of inTwoRounds(times, end)) {
        await pictures.ask({ type: 'thumbnails', times: some, height });
        for (const time of some) {
          await this.#calm(signal);
          const picture = await pictures.ask({ type: 'thumbnail' });
          signal.throwIfAborted();
          if (picture !== undefined) this.#add({ time, picture });
        }
      }
    } finally {
      pictures.close();
    }
  }

  #add(thumbnail: Thumbnail): void {
    this.#thumbnails = [...this.#thumbnails, thumbnail].sort((one, other) => one.time - other.time);
    this.#changed();
  }

  /** Small pictures must not cost the clip any of its own. */
  async #calm(signal: AbortSignal): Promise<void> {
    const { video, playing } = this.#player;
    if (!playing) return;
    const before = video.getVideoPlaybackQuality().droppedVideoFrames;
    await waited(pause);
    if (video.getVideoPlaybackQuality().droppedVideoFrames > before) await waited(longPause);
    signal.throwIfAborted();
  }
}

/** A few moments over the whole clip, then those between them; each a frame's own. */
function inTwoRounds(times: Float64Array, end: number): readonly (readonly number[])[] {
  if (times.length === 0) return [];
  const count = Math.min(most, times.length);
  const frames = new Frames(times, end);
  const all = Array.from({ length: count }, (_, index) =>
    frames.begin(count === times.length ? index : frames.at(((index + 0.5) / count) * end)),
  );
  const every = Math.ceil(count / first);
  const isFirst = (_: number, index: number): boolean => index % every === Math.floor(every / 2);
  return [all.filter(isFirst), all.filter((time, index) => !isFirst(time, index))];
}

async function waited(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}
