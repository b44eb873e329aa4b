/** Containers round the times of frames, browsers too: so near the same moment is meant, seconds. */
export const near = 0.0005;

/** Frames that differ by less than that from each other in how long they are shown have one rate, seconds. Containers round. */
export const steady = 0.0021;

/** The frames of a clip in the order in which they are shown, counted from 0. Times are seconds from the start. */
export class Frames {
  readonly #times: ArrayLike<number>;
  readonly #end: number;
  /** Whether frames are shown for different times. */
  readonly isVariable: boolean;

  /** `times`: when each frame begins, at least one, in order; `end`: when the last one ends. */
  constructor(times: ArrayLike<number>, end: number) {
    this.#times = times;
    this.#end = Math.max(end, (times[times.length - 1] ?? 0) + near);
    this.isVariable = this.#differ();
  }

  get count(): number {
    return this.#times.length;
  }

  /** The frame that is shown at a time; the first before there is any, the last after them. */
  at(seconds: number): number {
    let [low, high] = [0, this.count - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.begin(middle) <= seconds + near) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  begin(frame: number): number {
    return this.#times[frame] ?? this.#end;
  }

  end(frame: number): number {
    return frame + 1 < this.count ? this.begin(frame + 1) : this.#end;
  }

  /** Where to go to see a frame: the middle of its time, since on the border of two a browser may show either. */
  middle(frame: number): number {
    const held = Math.min(Math.max(0, frame), this.count - 1);
    // What is before the first frame shows it too, and going there means the very start.
    return held === 0 ? 0 : (this.begin(held) + this.end(held)) / 2;
  }

  /** Frames a second, in the mean. */
  get rate(): number {
    return this.count / (this.#end - this.begin(0));
  }

  /**
   * A frame's time code, `0:06:12`: minutes, seconds, and which of the frames that begin in that second it is, from 0. At a steady 24 a
   * second it is what editing programs write, and it names one frame at any other rate too. `count` is the code of the end.
   */
  timecode(frame: number): string {
    const second = Math.floor(this.begin(frame) + near);
    const first = this.#firstFrom(second);
    const digits = this.rate > 100 ? 3 : 2;
    const number = String(Math.max(0, frame - first)).padStart(digits, '0');
    return `${Math.floor(second / 60)}:${String(second % 60).padStart(2, '0')}:${number}`;
  }

  #differ(): boolean {
    const usual = this.begin(1) - this.begin(0);
    // The last one often lasts as long as the sound does.
    for (let frame = 1; frame < this.count - 1; frame++)
      if (Math.abs(this.end(frame) - this.begin(frame) - usual) > steady) return true;
    return false;
  }

  #firstFrom(second: number): number {
    const frame = this.at(second);
    return this.begin(frame) >= second - near ? frame : frame + 1;
  }
}
