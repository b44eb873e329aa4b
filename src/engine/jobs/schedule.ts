import type { Outlook } from './expectations.ts';
import type { Job } from './job.ts';

/** What the time of the next look depends on, beside the job. */
export interface Circumstances {
  /** The user looks at one of the windows. */
  readonly focused: boolean;
  /** From 0 up to, not including, 1. */
  readonly random: number;
}

/** No two looks at a job are closer (ms). */
const closest = 3000;

/** Nor are they farther apart while somebody looks (ms), but for what a service or a failure puts off. */
export const farthest = 60_000;

/** While nobody looks there are so many times fewer. */
const unwatched = 3;

/**
 * What was learned may hold no more. A job that is ten times slower than expected is still looked at this often (ms), and so is one
 * that would be ten times faster, where that is worth a look: such a cap costs at most a third more than a look every 10 s would.
 */
const guard = 20_000;

/** Usual times (ms) from which on a tenth is worth such looks for every job. */
const worthGuarding = 300_000;

/**
 * Below that a look at a sixth of the usual time would cost each job more than learning saves (a look of nine). But a service becomes
 * another with time, not from one job to the next: after so long (ms) without an end of a kind its first jobs are looked at early
 * all the same.
 */
const stale = 30 * 60_000;

/** An end is late beyond this share of what was expected. */
const late = 0.05;

/** What is so many times as old as usual may last for ever: its looks come at intervals of this share of its age beyond that. */
const longLate = 20;
const latePatience = 1 / 80;

/** Ms until the next look at a job that was accepted, or looked at with an answer. `outlook`: of the job, just now. */
export function nextLook(job: Job, outlook: () => Outlook, { focused, random }: Circumstances): number {
  if (job.service === 'sandbox') return 500;
  // A status that we do not know yet may last.
  const wanted = job.status === undefined ? bestLook(outlook()) : 30_000;
  return (
    jittered(Math.min(Math.max(wanted, closest), farthest), random, [closest, farthest]) * (focused ? 1 : unwatched)
  );
}

/** When a job that was last looked at then (ms since 1970) may be looked at again, whoever asks for it. */
export function earliestLook({ service }: Job, lookedAt: number): number {
  return service === 'sandbox' ? 0 : lookedAt + closest;
}

/** Ms; infinite where no look is of use for as long as one may wait. */
function bestLook({ age, usual, lasts, best, knownFor }: Outlook): number {
  if (lasts < late) return Math.min(best, Math.max(guard, (age - longLate * usual) * latePatience));
  const mayBeFaster = age < usual / 5 && (usual >= worthGuarding || knownFor > stale);
  return mayBeFaster ? Math.min(best, guard, usual / 6) : best;
}

/** A job that nobody can be asked about for a day may be asked about for ever: seldom from then on. Ms. */
const day = 24 * 60 * 60_000;
const seldom = 3_600_000;

/** What waits are spread by, so that many jobs do not look at once: a share of them. */
const spread = 0.2;

/** No look and no download is ever put off for longer, ms. */
export const longestWait = seldom * (1 + spread);

/** Ms until the next look after one that failed: twice as long each time, up to 2 min (after a day up to an hour). `now` as in a job. */
export function lookAfterFailure(job: Job, now: number, { random }: Circumstances): number {
  const base = job.service === 'sandbox' ? 1000 : 5000;
  const longest = now - (job.acceptedAt ?? job.createdAt) > day ? seldom : 120_000;
  return jittered(Math.min(base * 2 ** Math.min(job.pollFailures, 12), longest), random);
}

/** Ms until the next try of a download that did not come through, by the number of tries so far. */
export function nextDownloadTry(tries: number, random: number): number {
  return jittered(Math.min(1000 * 2 ** Math.min(tries, 12), 300_000), random);
}

/** Around `ms`, within these bounds. */
function jittered(ms: number, random: number, [least, most] = [0, Infinity]): number {
  const from = Math.max(ms * (1 - spread), least);
  return from + (Math.min(ms * (1 + spread), most) - from) * random;
}
