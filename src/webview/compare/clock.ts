/** The one time that several players keep to. It runs by itself, so none of them holds up the others. Times of `now` in ms. */
export class Clock {
  #position = 0;
  #since: number | undefined;
  #rate = 1;

  /** Seconds of clip for each second. */
  get rate(): number {
    return this.#rate;
  }

  get running(): boolean {
    return this.#since !== undefined;
  }

  /** Where it stands, seconds from the start of the clips. */
  position(now: number): number {
    return this.#since === undefined ? this.#position : this.#position + ((now - this.#since) / 1000) * this.#rate;
  }

  start(now: number): void {
    this.#since ??= now;
  }

  stop(now: number): void {
    this.#position = this.position(now);
    this.#since = undefined;
  }

  set(position: number, now: number): void {
    this.#position = position;
    if (this.running) this.#since = now;
  }

  setRate(rate: number, now: number): void {
    this.set(this.position(now), now);
    this.#rate = rate;
  }
}
