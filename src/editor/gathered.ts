import type { Disposable } from '../engine/event.ts';

/** Does something once for all that asks for it within `ms`, until it is disposed. */
export class Gathered implements Disposable {
  readonly #act: () => void;
  readonly #ms: number;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(act: () => void, ms: number) {
    this.#act = act;
    this.#ms = ms;
  }

  readonly ask = (): void => {
    if (this.#closed) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#act();
    }, this.#ms);
  };

  readonly dispose = (): void => {
    this.#closed = true;
    clearTimeout(this.#timer);
  };
}
