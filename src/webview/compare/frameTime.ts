/** A clip of the service has 24 frames a second. */
const usual = 1 / 24;

/** What the browser tells of a frame that it has shown. */
export interface ShownFrame {
  /** Where in the clip the frame is, seconds. */
  readonly mediaTime: number;
  /** How many frames were shown until now. */
  readonly presentedFrames: number;
}

/** Finds out how long a frame of a clip is shown, from those that are seen: the browser tells no rate. */
export class FrameTime {
  #last: ShownFrame | undefined;
  #shortest: number | undefined;

  /** Whether it is known by now, and not only what is usual. */
  get known(): boolean {
    return this.#shortest !== undefined;
  }

  /** Seconds. */
  get seconds(): number {
    return this.#shortest ?? usual;
  }

  see(frame: ShownFrame): void {
    const last = this.#last;
    this.#last = frame;
    if (last === undefined || frame.presentedFrames - last.presentedFrames !== 1) return;
    const step = frame.mediaTime - last.mediaTime;
    // A frame that was left out makes a longer step; no screen shows more than 240 a second.
    if (step > 1 / 240 && step < 1 && step < (this.#shortest ?? Infinity)) this.#shortest = step;
  }
}

/** The middle of the frame that is `count` frames from the one shown at `position`: what stands on a border may be either of two. */
export function stepped(position: number, frame: number, count: number): number {
  // Written times are a little off their frames.
  const shown = Math.floor(position / frame + 1e-3);
  return (Math.max(0, shown + count) + 0.5) * frame;
}
