/** So long a busy page is let be, ms: what is read is needed soon. */
const patience = 250;

/** What the takes have done beside their playing: one thing after the other, each when the page rests. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** `act` must not reject. */
  take(act: () => Promise<void>): void {
    this.#last = this.#last.then(rested).then(act);
  }
}

async function rested(): Promise<void> {
  await new Promise((resolve) => requestIdleCallback(resolve, { timeout: patience }));
}
