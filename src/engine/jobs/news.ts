import type { JobStore } from './store.ts';
import type { JobEvent } from './transition.ts';
import type { Lease } from './windows.ts';

/**
 * What looks have brought and is about to be written down. Each write waits for the disk, so what comes within moments is one write. A
 * crash forgets it, and the jobs are looked at once more.
 */
export class News {
  readonly #store: JobStore;
  readonly #events = new Map<string, readonly JobEvent[]>();
  #beingWritten: ReadonlyMap<string, unknown> = new Map();

  constructor(store: JobStore) {
    this.#store = store;
  }

  /** True for a job of which something is to be written down: until then nobody knows when it is due. */
  isOf(id: string): boolean {
    return this.#events.has(id);
  }

  /** Keeps what has happened to a job, in its order, until it is written down. */
  add(id: string, events: readonly JobEvent[]): void {
    this.#events.set(id, [...(this.#events.get(id) ?? []), ...events]);
  }

  /** True for a job of which something is just being written down, and told. */
  isBeingWritten(id: string): boolean {
    return this.#beingWritten.has(id);
  }

  /** Writes down all of it; returns the ids of its jobs. Throws `StoreError`, and keeps it. */
  write(lease: Lease): readonly string[] {
    if (this.#events.size === 0) return [];
    const events = new Map(this.#events);
    // Who hears of the change may ask for the next look.
    this.#events.clear();
    this.#beingWritten = events;
    try {
      this.#store.applyAll(events, { lease });
      return [...events.keys()];
    } catch (error) {
      for (const [id, before] of events) this.#events.set(id, [...before, ...(this.#events.get(id) ?? [])]);
      throw error;
    } finally {
      this.#beingWritten = new Map();
    }
  }

  /** Another window looks by now, and knows better. */
  forget(): void {
    this.#events.clear();
  }
}
