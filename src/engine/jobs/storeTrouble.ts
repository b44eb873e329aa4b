import type { Log } from '../ports.ts';
import { StoreError } from './storeError.ts';

/** What keeps the store from being used: a disk that is full for hours is told of once. */
export class StoreTrouble {
  readonly #log: Log;
  #last: string | undefined;

  constructor(log: Log) {
    this.#log = log;
  }

  /** Does `work`; false where the store could not be used for it. A fault of ours in it is told of too. */
  without(work: () => void): boolean {
    try {
      work();
      this.#last = undefined;
      return true;
    } catch (error) {
      const trouble = String(error);
      if (trouble !== this.#last) this.#log.warn('the store cannot be used just now', error);
      this.#last = trouble;
      return !(error instanceof StoreError);
    }
  }
}
