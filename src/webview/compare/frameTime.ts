/** A clip of the service has 24 frames a second. */
const usual = 1 / 24;

/** What the browser tells of a frame that it has shown. */
export interface ShownFrame {
  /** Where in the clip the frame is, seconds. */
  readonly mediaTime: number;
  /** How many frames were shown until now. */
  readonly presentedFrames: number;
}

/** Frame rates that there are. Some containers round each time to a millisecond, so that what is seen is only near to one. */
const rates = [24, 25, 30, 48, 50, 60];

/** How far from a rate of television, which is 1001/1000 of those, something may be that is one, seconds. */
const exact = 5e-6;

/** So many frames are looked at until their rate is told, and until it is settled. */
const few = 8;
const enough = 60;

/** Finds out how long a frame of a clip is shown, from those that are seen: the browser tells no rate. */
export class FrameTime {
  #last: ShownFrame | undefined;
  #shortest = Infinity;
  #count = 0;
  #sum = 0;

  /** Whether it is known by now, and not only what is usual. */
  get known(): boolean {
    return this.#count >= few;
  }

  /** Seconds. */
  get seconds(): number {
    if (!this.known) return usual;
    const mean = this.#sum / this.#count;
    const near = rates.find((rate) => Math.abs(rate * mean - 1) < 0.01);
    if (near === undefined) return mean;
    const television = 1001 / (near * 1000);
    return Math.abs(television - mean) < exact ? television : 1 / near;
  }

  see(frame: ShownFrame): void {
    const last = this.#last;
    this.#last = frame;
    if (last === undefined || this.#count >= enough || frame.presentedFrames - last.presentedFrames !== 1) return;
    const step = frame.mediaTime - last.mediaTime;
    // No screen shows more than 240 a second, and a longer step has left a frame out.
    if (step < 1 / 240 || step > 1 || step > this.#shortest * 1.5) return;
    if (step < this.#shortest / 1.5) [this.#count, this.#sum] = [0, 0];
    this.#shortest = Math.min(step, this.#shortest);
    this.#count += 1;
    this.#sum += step;
  }
}

/** The middle of the frame that is `count` frames from the one shown at `position`: what stands on a border may be either of two. */
export function stepped(position: number, frame: number, count: number): number {
  return (Math.max(0, shownAt(position, frame) + count) + 0.5) * frame;
}

/** Where the frame that is shown at `position` begins and ends, seconds. */
export function frameAround(position: number, frame: number): { readonly start: number; readonly end: number } {
  const shown = shownAt(position, frame);
  return { start: shown * frame, end: (shown + 1) * frame };
}

function shownAt(position: number, frame: number): number {
  // Written times are a little off their frames.
  return Math.floor(position / frame + 1e-3);
}
