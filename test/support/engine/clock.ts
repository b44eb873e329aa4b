import type { Clock } from '../../../src/engine/clock.ts';
import type { Disposable } from '../../../src/engine/event.ts';

interface Timer {
  dueAt: number;
  readonly callback: () => void;
}

/** A clock that stands still until it is told to go on. Timers fire in their order, inside `advance`. */
export class FakeClock implements Clock {
  #now = Date.UTC(2026, 0, 1);
  readonly #timers = new Set<Timer>();

  /** Whole milliseconds, as a system's clock tells them. */
  now(): number {
    return Math.floor(this.#now);
  }

  after(ms: number, callback: () => void): Disposable {
    const timer = { dueAt: this.#now + ms, callback };
    this.#timers.add(timer);
    return { dispose: () => this.#timers.delete(timer) };
  }

  /** Sets the clock, as a person or the network does: no timer comes sooner or later for it. */
  jump(ms: number): void {
    this.#now += ms;
    for (const timer of this.#timers) timer.dueAt += ms;
  }

  /** Lets `ms` pass as a machine does that sleeps: what was due meanwhile comes at its end, each timer once. */
  sleep(ms: number): void {
    this.#now += ms;
    for (const timer of this.#inOrder().filter(({ dueAt }) => dueAt <= this.#now))
      if (this.#timers.delete(timer)) timer.callback();
  }

  /** How many timers wait. */
  get waiting(): number {
    return this.#timers.size;
  }

  /** Ms until the next timer is due; undefined where none waits. */
  get next(): number | undefined {
    const [first] = this.#inOrder();
    return first && first.dueAt - this.#now;
  }

  /** Lets `ms` pass. */
  advance(ms: number): void {
    const until = this.#now + ms;
    for (let [first] = this.#inOrder(); first !== undefined && first.dueAt <= until; [first] = this.#inOrder()) {
      this.#timers.delete(first);
      this.#now = Math.max(this.#now, first.dueAt);
      first.callback();
    }
    this.#now = until;
  }

  /**
   * Lets time fly, from one timer to the next, until `done` settles. Between two timers the sockets get their turn, so what is
   * waited for on the network comes in between.
   */
  async fly<T>(done: Promise<T>): Promise<T> {
    const waiting = new Set([done]);
    const end = (): boolean => waiting.delete(done);
    done.then(end, end);
    while (waiting.size > 0) {
      await new Promise((resolve) => setImmediate(resolve));
      if (this.next !== undefined) this.advance(this.next);
    }
    return done;
  }

  #inOrder(): Timer[] {
    return [...this.#timers].sort((a, b) => a.dueAt - b.dueAt);
  }
}
