import type { Job } from './job.ts';
import type { JobStore } from './store.ts';
import { transition, type JobEvent } from './transition.ts';
import type { Lease } from './windows.ts';

type Looked = Extract<JobEvent, { type: 'looked' }>;

/**
 * Looks that found a job as it was. None of them is worth a write of its own, and a thousand jobs have sixty a second: they are kept
 * here and written down together. A crash forgets the last few, and the jobs are looked at once more.
 */
export class QuietLooks {
  readonly #store: JobStore;
  readonly #looks = new Map<string, Looked>();

  constructor(store: JobStore) {
    this.#store = store;
  }

  /** The job with what was seen of it since it was written down. */
  known(job: Job): Job {
    const look = this.#looks.get(job.id);
    return (look && transition(job, look)) ?? job;
  }

  /** When the job is to be looked at next, ms since 1970. */
  pollAt(job: Job): number {
    const look = this.#looks.get(job.id);
    return (look !== undefined && look.due === job.pollAt ? look.pollAt : job.pollAt) ?? 0;
  }

  /** Keeps a look at a job that is as `known` says, if it brought no news; else false. */
  keep(job: Job, look: Looked): boolean {
    const after = transition(job, look);
    if (this.#looks.has(job.id) || after === undefined || !isSame(job, after)) return false;
    this.#looks.set(job.id, { ...look, ...(job.pollAt !== undefined && { due: job.pollAt }) });
    return true;
  }

  /** Writes down those that are there. Throws `StoreError`, and keeps them. */
  write(lease: Lease): void {
    if (this.#looks.size === 0) return;
    this.#store.applyAll(this.#looks, { lease });
    this.#looks.clear();
  }

  /** Those of one job, to be written down with what comes after them. */
  take(id: string): Looked[] {
    const look = this.#looks.get(id);
    this.#looks.delete(id);
    return look === undefined ? [] : [look];
  }

  /** Another window looks by now, and knows better. */
  forget(): void {
    this.#looks.clear();
  }
}

/** True where a look has changed nothing but when it was and when the next one is due. */
function isSame(before: Job, after: Job): boolean {
  const { state, status, processingAt, pollFailures } = after;
  const hasNews = state !== before.state || status !== before.status || processingAt !== before.processingAt;
  return !hasNews && pollFailures === before.pollFailures;
}
