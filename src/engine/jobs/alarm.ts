import type { Clock } from '../clock.ts';
import type { Disposable } from '../event.ts';

/** Calls back at the earliest of the moments that it was set to, once, until it is set anew. */
export class Alarm implements Disposable {
  readonly #clock: Clock;
  readonly #callback: () => void;
  #timer: Disposable | undefined;
  #at = Infinity;

  constructor(clock: Clock, callback: () => void) {
    this.#clock = clock;
    this.#callback = callback;
  }

  /** `at`: ms since 1970. */
  set(at: number): void {
    if (at >= this.#at) return;
    this.#timer?.dispose();
    this.#at = at;
    this.#timer = this.#clock.after(at - this.#clock.now(), () => {
      this.dispose();
      this.#callback();
    });
  }

  /** Forgets what it was set to. */
  dispose(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
    this.#at = Infinity;
  }
}
