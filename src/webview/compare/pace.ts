import { correct } from './drift.ts';
import { canPlay, durationOf, end, isRunning, type Playable } from './playable.ts';

/** So long another speed takes until it can be seen what came of it, ms. */
const taking = 120;

/** Where the clock is, seconds from the start; how fast it goes; and the moment, ms. */
export interface Beat {
  readonly position: number;
  readonly rate: number;
  readonly now: number;
}

/** Keeps players to the pace of a clock: one that is a little off goes faster or slower for a while, one that is far off jumps. */
export class Pace {
  readonly #start: (video: Playable) => void;
  readonly #correcting = new WeakSet<Playable>();
  /** How far ahead one has to jump to be in step when it has got there, seconds. */
  readonly #leads = new WeakMap<Playable, number>();
  /** When each was last told another speed, and to jump. */
  readonly #turned = new WeakMap<Playable, number>();
  readonly #jumps = new WeakMap<Playable, number>();

  /** `start` plays one that stands. */
  constructor(start: (video: Playable) => void) {
    this.#start = start;
  }

  /** It is on its way back into step. */
  isCorrecting(video: Playable): boolean {
    return this.#correcting.has(video);
  }

  /** It was brought to its place by other means. */
  forget(video: Playable): void {
    this.#correcting.delete(video);
  }

  /** The others go by it: it goes at the speed of the clock. */
  lead(video: Playable, rate: number): void {
    this.#correcting.delete(video);
    if (video.playbackRate !== rate) video.playbackRate = rate;
  }

  /** Brings one nearer to where the clock is; `place`: where its pictures are, seconds from the start. */
  keep(video: Playable, place: number, beat: Beat): void {
    const { position, rate, now } = beat;
    const length = durationOf(video);
    if (video.readyState === 0 || video.seeking || length === 0) return;
    if (position >= length - end) {
      // It ends by itself, and holds its last frame; one that was elsewhere is brought there.
      if (video.currentTime < length - 2 * end && !isRunning(video)) video.currentTime = length;
      return;
    }
    if (video.readyState < canPlay) return;
    const correction = correct(place - position, rate, this.#correcting.has(video));
    if (correction.type === 'jump') this.#jump(video, beat);
    else {
      if (correction.type === 'rate') this.#correcting.add(video);
      else this.#correcting.delete(video);
      this.#turnTo(video, correction.rate, now);
      // The browser may stop one of which nothing is seen or heard.
      if (video.paused) this.#start(video);
    }
  }

  #turnTo(video: Playable, rate: number, now: number): void {
    if (video.playbackRate === rate || now - (this.#turned.get(video) ?? -Infinity) < taking) return;
    this.#turned.set(video, now);
    video.playbackRate = rate;
  }

  #jump(video: Playable, { position, rate, now }: Beat): void {
    const before = this.#jumps.get(video);
    // A player that needs more than a moment for a jump would do nothing but jump.
    if (before !== undefined && now - before < 500) return;
    // What the last jump left over is added to the next.
    const recent = before !== undefined && now - before < 3000;
    const lead = Math.min(2, recent ? (this.#leads.get(video) ?? 0.1) * 2 : 0.1);
    this.#leads.set(video, lead);
    this.#jumps.set(video, now);
    this.#correcting.add(video);
    video.playbackRate = rate;
    video.currentTime = Math.min(position + lead * rate, durationOf(video));
    if (video.paused) this.#start(video);
  }
}
