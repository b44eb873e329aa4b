/** One call put off until its moment comes or somebody cannot wait. */
export class Later {
  readonly #call: () => void;
  readonly #milliseconds: number;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(call: () => void, milliseconds: number) {
    this.#call = call;
    this.#milliseconds = milliseconds;
  }

  /** True while a call is to come. */
  get waiting(): boolean {
    return this.#timer !== undefined;
  }

  /** Asks for the call. The first asking sets the time, so that steady typing does not put it off for ever. */
  ask(): void {
    this.#timer ??= setTimeout(() => this.now(), this.#milliseconds);
  }

  /** Calls at once if a call is to come. */
  now(): void {
    if (!this.waiting) return;
    this.drop();
    this.#call();
  }

  /** Forgets the call to come. */
  drop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
