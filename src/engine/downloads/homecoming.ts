import type { Clock } from '../clock.ts';
import type { Job } from '../jobs/job.ts';
import type { JobStore } from '../jobs/store.ts';

/** What is tried for nothing is not tried again before (ms): somebody looks into the window now and then. */
const pause = 60_000;

/** Clips that their folders did not take go there by themselves once these do: somebody made room, or allowed it, and came back. */
export class Homecoming {
  readonly #store: JobStore;
  readonly #clock: Clock;
  #triedAt = -Infinity;

  constructor(store: JobStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Tries all of them, where that was not done just now. `wanted`: somebody asks for it. */
  tryAll({ wanted = false } = {}): void {
    const now = this.#clock.now();
    if (this.#store.readOnly || (!wanted && now - this.#triedAt < pause)) return;
    this.#triedAt = now;
    for (const job of this.#store.clips.homeless()) {
      if (isOfFolder(job)) this.#store.apply(job.id, { type: 'downloadWanted' });
    }
  }
}

/** What the service does not give is not asked for again by itself. */
function isOfFolder({ download }: Job): boolean {
  if (download.state === 'failed') return download.trouble !== undefined;
  return download.state === 'done' && download.aside !== undefined;
}
