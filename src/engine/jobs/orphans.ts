import type { Clock } from '../clock.ts';
import type { JobStore } from './store.ts';

/** Ms between two signs of life of a window that has something to wait for. */
export const pulse = 3000;

export interface OrphansDeps {
  readonly store: JobStore;
  readonly clock: Clock;
  /** This window. */
  readonly owner: string;
  /** True while this window is at work on sending the job. */
  isSending(jobId: string): boolean;
}

/**
 * Submits whose window died. Each is either still a draft or may be charged; which, its `sentAt` tells. So is one of this window that
 * came to its end while nothing could be written.
 */
export class Orphans {
  readonly #deps: OrphansDeps;
  /** When this window last pulsed, and since when it has done so without a gap. Ms since 1970. */
  #pulsedAt: number | undefined;
  #steadySince = -Infinity;

  constructor(deps: OrphansDeps) {
    this.#deps = deps;
  }

  /** After a sleep of the machine, or a jump of its clock, other windows look dead that are only about to pulse. */
  feelPulse(): void {
    const now = this.#deps.clock.now();
    const since = this.#pulsedAt === undefined ? 0 : now - this.#pulsedAt;
    if (since < 0 || since > 2 * pulse) this.#steadySince = now;
    this.#pulsedAt = now;
  }

  /** In a database that was begun anew, or could not be written to, nothing may be known of who lives: the next pulse of each tells. */
  wait(): void {
    this.#steadySince = this.#deps.clock.now();
  }

  /** Takes them up. `leads`: this window looks for all, so those of others are its own affair. Throws `StoreError`. */
  recover(leads: boolean): void {
    const { store, clock, owner } = this.#deps;
    const now = clock.now();
    // By then each of the others has pulsed, if a little late.
    if (now - this.#steadySince < 2 * pulse) return;
    const { ids } = store.windows.living(now);
    for (const { id, state, owner: maker } of store.unfinished()) {
      const isLost = maker === owner ? !this.#deps.isSending(id) : leads && !ids.has(maker);
      if (state !== 'submitting' || !isLost) continue;
      if (!store.withdraw(id, now)) store.apply(id, { type: 'lost', at: now });
    }
  }
}
