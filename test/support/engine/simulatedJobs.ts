import { Expectations } from '../../../src/engine/jobs/expectations.ts';
import { runKindOf, runOf, type FinishedRun } from '../../../src/engine/jobs/finishedRuns.ts';
import type { Job } from '../../../src/engine/jobs/job.ts';
import { nextLook } from '../../../src/engine/jobs/schedule.ts';
import { transition } from '../../../src/engine/jobs/transition.ts';
import type { Draft } from '../../../src/shared/draft.ts';
import { draftOf, jobOf } from './fixtures.ts';

/** How long a service takes for a job, ms. */
export interface TrueRun {
  readonly queue: number;
  readonly processing: number;
}

/** What following a job came to: the looks at it, and how long (ms) its end was not noticed. */
export interface Followed {
  readonly looks: number;
  readonly delay: number;
}

/** A user's past, without a store, and what is expected by it. */
export class Past {
  readonly expectations: Expectations;
  readonly #runs: FinishedRun[] = [];
  readonly #ago: number;

  /** `ago`: ms from its last end to when the jobs begin that are followed. */
  constructor(ago = 0) {
    this.#ago = ago;
    this.expectations = new Expectations({
      lastEnd: () => this.#runs.at(-1)?.endedAt,
      recent: () => this.#runs.slice(-240),
    });
  }

  add(run: FinishedRun | undefined): void {
    if (run !== undefined) this.#runs.push({ ...run, endedAt: this.#nextEnd });
  }

  /** Adds a run of which the exact times are known. */
  addExact(total: number, draft: Draft = draftOf(), endedAt = this.#nextEnd): void {
    this.#runs.push({ kind: runKindOf(draft), endedAt, total: { after: total, until: total } });
  }

  /** Each of them ends a ms later: so it is seen that there is another. */
  get #nextEnd(): number {
    return this.#runs.length + 1 - this.#ago;
  }
}

/** A job that was just accepted, at time 0. */
export function acceptedJob(draft: Draft = draftOf()): Job {
  return jobOf({ draft, createdAt: 0, acceptedAt: 0, lookedAt: 0 });
}

/** How a job looks to its poller after `looks` (ms, ascending) that came before its end. */
export function seenAt(job: Job, { queue }: TrueRun, looks: readonly number[]): Job {
  return looks.reduce((seen, at) => look(seen, at, at < queue ? 'queued' : 'processing'), job);
}

/** Follows a job as the poller does, with a window focused. What was seen of it is added to `learner`, if there is one. */
export function follow(
  { queue, processing }: TrueRun,
  { expectations }: Past,
  random: () => number,
  learner?: Past,
  draft?: Draft,
): Followed {
  const end = queue + processing;
  let job = acceptedJob(draft);
  for (let [at, looks] = [0, 1]; ; looks++) {
    const [seen, now] = [job, at];
    at += nextLook(seen, () => expectations.outlook(seen, now), { focused: true, random: random() });
    const status = at >= end ? 'succeeded' : at < queue ? 'queued' : 'processing';
    job = look(job, at, status);
    if (status !== 'succeeded') continue;
    learner?.add(runOf(runKindOf(job.draft), job));
    return { looks, delay: at - end };
  }
}

/** What looks at a fixed interval (ms), the first one after it, would come to. */
export function followFixed({ queue, processing }: TrueRun, interval: number): Followed {
  const looks = Math.max(Math.ceil((queue + processing) / interval), 1);
  return { looks, delay: looks * interval - queue - processing };
}

/** The mean over all of them. */
export function meanOf(followed: readonly Followed[]): Followed {
  const mean = (figure: (each: Followed) => number): number =>
    followed.reduce((sum, each) => sum + figure(each), 0) / followed.length;
  return { looks: mean(({ looks }) => looks), delay: mean(({ delay }) => delay) };
}

/** The fixed interval whose looks notice these jobs as soon in the mean as `delay` (ms), and what it comes to. */
export function bestFixed(runs: readonly TrueRun[], delay: number): Followed {
  const at = (interval: number): Followed => meanOf(runs.map((run) => followFixed(run, interval)));
  let [low, high] = [delay, 4 * delay];
  while (high - low > 1) {
    const middle = (low + high) / 2;
    if (at(middle).delay < delay) low = middle;
    else high = middle;
  }
  return at(low);
}

/** Job times of a service: log-normal, with this median (ms) and σ; nothing of it queue. */
export function logNormalRuns(count: number, median: number, sigma: number, random: () => number): TrueRun[] {
  return Array.from({ length: count }, () => ({ queue: 0, processing: median * Math.exp(sigma * normal(random)) }));
}

/** Jobs that are processed in 100 s, after they have queued for anything. */
export function queuedRuns(count: number, random: () => number): TrueRun[] {
  return Array.from({ length: count }, () => ({
    queue: 60_000 * Math.exp(normal(random)),
    processing: 100_000 * Math.exp(0.1 * normal(random)),
  }));
}

/** A standard normal number (Box–Muller). */
export function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function look(job: Job, at: number, status: string): Job {
  return transition(job, { type: 'looked', generation: { status }, at, pollAt: at }) ?? job;
}
