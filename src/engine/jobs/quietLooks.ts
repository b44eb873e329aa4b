import type { Job } from './job.ts';
import type { JobStore } from './store.ts';
import { transition, type JobEvent } from './transition.ts';
import type { Lease } from './windows.ts';

type Looked = Extract<JobEvent, { type: 'looked' }>;

/** So many jobs are written down at every pulse; where there are more, each after so long (ms). */
const few = 20;
const longest = 60_000;

/**
 * Looks that found a job as it was. None of them is worth a write of its own, and a thousand jobs have sixty a second: they are kept
 * here and written down together, all of a job as one. A crash forgets them, and the jobs are looked at once more.
 */
export class QuietLooks {
  readonly #store: JobStore;
  /** Of each job: all its looks as one, and when the first of them was. */
  readonly #looks = new Map<string, { readonly look: Looked; readonly since: number }>();

  constructor(store: JobStore) {
    this.#store = store;
  }

  /** The job with what was seen of it since it was written down. */
  known(job: Job): Job {
    const kept = this.#looks.get(job.id);
    return (kept && transition(job, kept.look)) ?? job;
  }

  /** When the job is to be looked at next, ms since 1970. */
  pollAt(job: Job): number {
    const look = this.#looks.get(job.id)?.look;
    return (look?.due === job.pollAt ? look?.pollAt : job.pollAt) ?? 0;
  }

  /** When the job was last looked at with an answer, ms since 1970. */
  lookedAt(job: Job): number | undefined {
    return this.#looks.get(job.id)?.look.at ?? job.lookedAt;
  }

  /** Keeps a look at a job that is as `known` says, if it brought no news; else false. */
  keep(job: Job, look: Looked): boolean {
    const kept = this.#looks.get(job.id);
    // Somebody asked for a look since the first of them: what comes of it is not theirs.
    if (kept !== undefined && kept.look.due !== job.pollAt) return false;
    const before = this.known(job);
    const after = transition(before, look);
    if (after === undefined || !isSame(before, after)) return false;
    const all = { ...look, polls: after.polls - job.polls, ...(job.pollAt !== undefined && { due: job.pollAt }) };
    this.#looks.set(job.id, { look: all, since: kept?.since ?? look.at });
    return true;
  }

  /** Writes down those that have waited long enough at `now` (ms since 1970). Throws `StoreError`, and keeps them. */
  writeSome(lease: Lease, now: number): void {
    const isFew = this.#looks.size <= few;
    this.#write(lease, (since) => isFew || now - since >= longest || since > now);
  }

  /** Likewise all that are there. */
  write(lease: Lease): void {
    this.#write(lease, () => true);
  }

  /** That of one job, to be written down with what comes after it. */
  take(id: string): readonly Looked[] {
    const kept = this.#looks.get(id);
    this.#looks.delete(id);
    return kept === undefined ? [] : [kept.look];
  }

  /** Another window looks by now, and knows better. */
  forget(): void {
    this.#looks.clear();
  }

  #write(lease: Lease, isDue: (since: number) => boolean): void {
    const due = [...this.#looks].filter(([, { since }]) => isDue(since));
    if (due.length === 0) return;
    this.#store.applyAll(
      due.map(([id, { look }]) => [id, [look]]),
      { lease },
    );
    for (const [id] of due) this.#looks.delete(id);
  }
}

/** True where a look has changed nothing but when it was and when the next one is due. */
function isSame(before: Job, after: Job): boolean {
  const { state, status, processingAt, pollFailures } = after;
  const hasNews = state !== before.state || status !== before.status || processingAt !== before.processingAt;
  return !hasNews && pollFailures === before.pollFailures;
}
