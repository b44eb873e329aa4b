import type { Job, ServiceKind } from './job.ts';

/** What the time of the next look depends on. */
export interface Circumstances {
  /** The user looks at one of the windows. */
  readonly focused: boolean;
  /** From 0 up to, not including, 1. */
  readonly random: number;
}

/** Ms until the first look at a job that was just accepted. */
export function firstLook(service: ServiceKind): number {
  return service === 'sandbox' ? 500 : 10_000;
}

/** Ms until the next look after one that came through: from 5 s on, slowly up to 15 s, and less often while nobody looks. */
export function nextLook(job: Job, { focused, random }: Circumstances): number {
  if (job.service === 'sandbox') return 500;
  // A status that we do not know yet may last; so may a job that has been looked at for long.
  const base = job.status === undefined ? Math.min(5000 + job.polls * 500, 15_000) : 30_000;
  return jittered(base, random) * (focused ? 1 : 3);
}

/** A job that nobody can be asked about for a day may be asked about for ever: seldom from then on. Ms. */
const day = 24 * 60 * 60_000;

/** Ms until the next look after one that failed: twice as long each time, up to 2 min (after a day up to an hour). `now` as in a job. */
export function lookAfterFailure(job: Job, now: number, { random }: Circumstances): number {
  const base = job.service === 'sandbox' ? 1000 : 5000;
  const longest = now - (job.acceptedAt ?? job.createdAt) > day ? 3_600_000 : 120_000;
  return jittered(Math.min(base * 2 ** Math.min(job.pollFailures, 12), longest), random);
}

/** Ms until the next try of a download that did not come through, by the number of tries so far. */
export function nextDownloadTry(tries: number, random: number): number {
  return jittered(Math.min(1000 * 2 ** Math.min(tries, 12), 300_000), random);
}

/** Within a fifth around `ms`, so that many jobs do not look at once. */
function jittered(ms: number, random: number): number {
  return ms * (0.8 + 0.4 * random);
}
