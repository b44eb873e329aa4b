import type { Log } from '../ports.ts';

/** What keeps the store from being used: a disk that is full for hours is told of once. */
export class StoreTrouble {
  readonly #log: Log;
  #last: string | undefined;

  constructor(log: Log) {
    this.#log = log;
  }

  /** Does `work`; false where the store could not be used for it. */
  without(work: () => void): boolean {
    try {
      work();
      this.#last = undefined;
      return true;
    } catch (error) {
      const trouble = String(error);
      if (trouble !== this.#last) this.#log.warn('the store cannot be used just now', error);
      this.#last = trouble;
      return false;
    }
  }
}
