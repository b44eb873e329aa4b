import type { FrameUse, PreviewRequest } from '../../shared/previewMessages.ts';
import { frameAsPng } from './frame.ts';
import { Frames } from './frames.ts';
import { Pictures } from './pictures/pictures.ts';

/** A frame as a PNG, and where in the clip it is as far as that is known: its number, from 1, and seconds. */
export interface ReadFrame {
  readonly number?: number;
  readonly at?: number;
  readonly png: Blob;
}

/** The frame that leaves the page: to be kept as a picture, or to go on from. Read one at a time, in the order in which they are asked for. */
export class TakenFrame {
  readonly #post: (request: PreviewRequest) => void;
  readonly #changed: () => void;
  readonly #readFrame: typeof readFrame;
  #use: FrameUse | undefined;
  #last: Promise<void> = Promise.resolve();

  /** `post` hands a frame over; `changed` is called where `use` may be another. */
  constructor(post: (request: PreviewRequest) => void, changed: () => void, read = readFrame) {
    this.#post = post;
    this.#changed = changed;
    this.#readFrame = read;
  }

  /** What the frame is for that is being read. */
  get use(): FrameUse | undefined {
    return this.#use;
  }

  /**
   * Reads the frame of the clip at `source` that is shown at a time in seconds, and hands it over. `known`: the clip's frames, where
   * its index was read already. While another one is read it waits: it may have been asked for elsewhere than on the page.
   */
  async take(use: FrameUse, source: string, at: number | 'last', known: Frames | undefined): Promise<void> {
    this.#last = this.#last.then(() => this.#take(use, source, at, known));
    await this.#last;
  }

  async #take(use: FrameUse, source: string, at: number | 'last', known: Frames | undefined): Promise<void> {
    this.#use = use;
    this.#changed();
    try {
      const { png, ...place } = await this.#readFrame(source, at, known);
      this.#post({ type: 'frame', use, ...place, png: new Uint8Array(await png.arrayBuffer()) });
    } catch {
      this.#post({ type: 'noFrame' });
    } finally {
      this.#use = undefined;
      this.#changed();
    }
  }
}

async function readFrame(source: string, at: number | 'last', known: Frames | undefined): Promise<ReadFrame> {
  const frames = known ?? (await framesOf(source));
  const frame = at === 'last' ? frames && frames.count - 1 : frames?.at(at);
  // In its middle no decoder takes one of its neighbours for it.
  const middle = at === 'last' || frame === undefined ? at : (frames?.middle(frame) ?? at);
  const png = await frameAsPng(source, middle);
  if (frames !== undefined && frame !== undefined)
    return { number: frame + 1, at: Math.max(0, frames.begin(frame)), png };
  return at === 'last' ? { png } : { at, png };
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
