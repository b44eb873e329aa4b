import type { FrameUse, PreviewRequest } from '../../shared/previewMessages.ts';
import { frameAsPng } from './frame.ts';
import { Frames } from './frames.ts';
import { Pictures } from './pictures/pictures.ts';

/** The frame that leaves the page: to be kept as a picture, or to go on from. One at a time. */
export class TakenFrame {
  readonly #post: (request: PreviewRequest) => void;
  readonly #changed: () => void;
  #use: FrameUse | undefined;

  /** `post` hands a frame over; `changed` is called where `use` may be another. */
  constructor(post: (request: PreviewRequest) => void, changed: () => void) {
    this.#post = post;
    this.#changed = changed;
  }

  /** What the frame is for that is being read. */
  get use(): FrameUse | undefined {
    return this.#use;
  }

  /**
   * Reads the frame of the clip at `source` that is shown at a time in seconds, and hands it over. `known`: the clip's frames, where
   * its index was read already.
   */
  async take(use: FrameUse, source: string, at: number | 'last', known: Frames | undefined): Promise<void> {
    if (this.#use !== undefined) return;
    this.#use = use;
    this.#changed();
    try {
      const frames = known ?? (await framesOf(source));
      const frame = at === 'last' ? frames && frames.count - 1 : frames?.at(at);
      // In its middle no decoder takes one of its neighbours for it.
      const middle = at === 'last' || frame === undefined ? at : (frames?.middle(frame) ?? at);
      const png = await frameAsPng(source, middle);
      const place =
        frames === undefined || frame === undefined
          ? at !== 'last' && { at }
          : { number: frame + 1, at: Math.max(0, frames.begin(frame)) };
      this.#post({ type: 'frame', use, ...place, png: new Uint8Array(await png.arrayBuffer()) });
    } catch {
      this.#post({ type: 'noFrame' });
    } finally {
      this.#use = undefined;
      this.#changed();
    }
  }
}

/** Undefined where our reader does not know the file. */
async function framesOf(source: string): Promise<Frames | undefined> {
  const pictures = new Pictures(source);
  try {
    const { times, end } = await pictures.ask({ type: 'index' });
    return times.length === 0 ? undefined : new Frames(times, end);
  } catch {
    return undefined;
  } finally {
    pictures.close();
  }
}
