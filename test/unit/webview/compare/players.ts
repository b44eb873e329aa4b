import type { Time } from '../../../../src/webview/compare/ensemble.ts';
import type { Playable } from '../../../../src/webview/compare/playable.ts';

/** Time that goes on only when it is told to, a millisecond at a time. */
export class SimulatedTime implements Time {
  #now = 0;
  readonly #acts = new Set<{ at: number; readonly every: number | undefined; readonly act: () => void }>();

  now(): number {
    return this.#now;
  }

  every(ms: number, act: () => void): () => void {
    const entry = { at: this.#now + ms, every: ms, act };
    this.#acts.add(entry);
    return () => void this.#acts.delete(entry);
  }

  after(ms: number): Promise<void> {
    return new Promise((resolve) => this.#acts.add({ at: this.#now + ms, every: undefined, act: resolve }));
  }

  /** Lets so many ms pass; `each` is called at each of them. */
  async pass(ms: number, each: () => void = () => undefined): Promise<void> {
    for (let left = ms; left > 0; left--) {
      this.#now += 1;
      for (const entry of [...this.#acts]) {
        if (entry.at > this.#now) continue;
        if (entry.every === undefined) this.#acts.delete(entry);
        else entry.at += entry.every;
        entry.act();
      }
      await new Promise((resolve) => setImmediate(resolve));
      each();
    }
  }
}

export interface Habits {
  /** Seconds of the clip. */
  readonly duration?: number;
  /** How many seconds of the clip pass in one of ours: no two clocks are alike. */
  readonly speed?: number;
  /** How long it takes to begin, to jump, and to take on another speed, ms. */
  readonly beginning?: number;
  readonly jumping?: number;
  readonly changing?: number;
}

/** A player with habits of its own, as those of browsers have. */
export class SimulatedPlayer implements Playable {
  readonly duration: number;
  readonly #time: SimulatedTime;
  readonly #habits: Required<Habits>;
  muted = true;
  preservesPitch = true;
  readyState = 4;
  paused = true;
  ended = false;
  seeking = false;
  plays = 0;
  jumps = 0;
  #rate = 1;
  #wantedRate = 1;
  #rateAt = 0;
  #position = 0;
  #runsFrom = Infinity;
  #seekEnd = 0;

  constructor(time: SimulatedTime, habits: Habits = {}) {
    this.#time = time;
    this.#habits = { duration: 10, speed: 1, beginning: 20, jumping: 60, changing: 20, ...habits };
    this.duration = this.#habits.duration;
    time.every(1, () => this.#live());
  }

  get currentTime(): number {
    return this.#position;
  }

  set currentTime(position: number) {
    this.#position = Math.min(Math.max(0, position), this.duration);
    this.ended = false;
    this.seeking = true;
    this.jumps += 1;
    this.#seekEnd = this.#time.now() + this.#habits.jumping;
  }

  get playbackRate(): number {
    return this.#wantedRate;
  }

  set playbackRate(rate: number) {
    this.#wantedRate = rate;
    this.#rateAt = this.#time.now() + this.#habits.changing;
  }

  play(): Promise<void> {
    this.plays += 1;
    if (this.paused) this.#runsFrom = this.#time.now() + this.#habits.beginning;
    this.paused = false;
    return Promise.resolve();
  }

  pause(): void {
    this.paused = true;
  }

  #live(): void {
    const now = this.#time.now();
    if (now >= this.#rateAt) this.#rate = this.#wantedRate;
    if (this.seeking && now >= this.#seekEnd) {
      this.seeking = false;
      this.#runsFrom = Math.max(this.#runsFrom, now + this.#habits.beginning);
    }
    if (this.paused || this.ended || this.seeking || this.readyState < 3 || now < this.#runsFrom) return;
    this.#position = Math.min(this.#position + (this.#habits.speed * this.#rate) / 1000, this.duration);
    if (this.#position >= this.duration) {
      this.ended = true;
      this.paused = true;
    }
  }
}
