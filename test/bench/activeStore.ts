import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Job } from '../../src/engine/jobs/job.ts';
import { nextLook } from '../../src/engine/jobs/schedule.ts';
import { JobStore } from '../../src/engine/jobs/store.ts';
import { draftOf, jobOf } from '../support/engine/fixtures.ts';
import { normal } from '../support/engine/simulatedJobs.ts';
import { ActiveJobs, type ActiveJob } from './activeJobs.ts';

/** Ms between two looks whether jobs have ended. */
const pause = 500;

/** A store with the jobs of the bench `active-1k`, to which a new one comes for each that ends, as from another window. */
export class ActiveStore {
  readonly folder = mkdtempSync(join(tmpdir(), 'bench-'));
  readonly #origin: string;
  readonly #store = new JobStore(join(this.folder, 'jobs.db'));
  readonly #service = new ActiveJobs();
  readonly #refilling: NodeJS.Timeout;
  #underWay: ActiveJob[];

  /** `origin`: of the service. */
  constructor(origin: string) {
    this.#origin = origin;
    const now = Date.now();
    // Their queue is what differed, so how long they took is known by its parts.
    for (const [number, time] of this.#service.past(40).entries()) this.#finish(`past-${number}`, time);
    this.#underWay = this.#service.first(now);
    // Those that were there before are somewhere between two looks.
    for (const job of this.#underWay) this.#insert(this.#jobOf(job), now, Math.random());
    this.#refilling = setInterval(() => this.#refill(Date.now()), pause);
  }

  close(): void {
    clearInterval(this.#refilling);
    this.#store.close();
    rmSync(this.folder, { recursive: true });
  }

  #refill(now: number): void {
    this.#underWay = this.#underWay.map((job) => {
      if (job.endsAt > now) return job;
      const next = this.#service.next(now);
      this.#insert(this.#jobOf(next), now);
      return next;
    });
  }

  /** `left`: share of the wait for its next look that is left. */
  #insert(job: Job, now: number, left = 1): void {
    const outlook = this.#store.expectations.outlook(job, now);
    const wait = nextLook(job, () => outlook, { focused: true, random: Math.random() });
    this.#store.insert({ ...job, pollAt: Math.round(now + left * wait) });
  }

  #finish(id: string, time: number): void {
    const begunAt = Date.now() - 7_200_000 + 60_000 * this.#store.count();
    const endedAt = Math.round(begunAt + time);
    const moments = { ...begun(begunAt), lookedAt: endedAt - 4000, endedAt };
    const download = { state: 'done', file: `file:///clips/${id}.mp4`, size: 1 } as const;
    this.#store.insert(jobOf({ id, draft: draftOf({ id }), state: 'succeeded', ...moments, download }));
  }

  #jobOf({ requestId, acceptedAt }: ActiveJob): Job {
    const known = { id: requestId, requestId, state: 'processing', baseUrl: this.#origin } as const;
    return jobOf({ ...known, ...begun(acceptedAt), draft: draftOf({ id: requestId }) });
  }
}

/** Moments of a job that was seen processing for the first time then (ms since 1970), not long after it began; before, it queued. */
function begun(at: number) {
  const queuedAt = Math.round(at - 10_000 * Math.random());
  const acceptedAt = Math.round(queuedAt - 60_000 * Math.exp(normal(Math.random)));
  return { createdAt: acceptedAt, acceptedAt, queuedAt, processingAt: at, lookedAt: at };
}
