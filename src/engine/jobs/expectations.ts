import type { Draft } from '../../shared/draft.ts';
import { isSameKind, runKindOf, type FinishedRun, type RunKind } from './finishedRuns.ts';
import type { Job } from './job.ts';
import { LookRate } from './lookRate.ts';
import { learnRunTimes, type RunTimes } from './runTimes.ts';
import { quantileOf, TimeTable } from './timeTable.ts';

/** Where the runs come from: see `FinishedRuns`. */
export interface RunSource {
  lastEnd(now: number): number | undefined;
  recent(now: number): readonly FinishedRun[];
}

/** Ms. Of a hundred jobs that are given one, some 80 end between `from` and `to`, 10 before and 10 after, and half until `median`. */
export interface Range {
  readonly from: number;
  readonly median: number;
  readonly to: number;
}

/** What is left of a job. */
export interface Remaining extends Range {
  /** It takes longer than nine of ten jobs of its kind did. */
  readonly late: boolean;
}

/** What the time of the next look depends on. */
export interface Outlook {
  /** Ms since it was accepted. */
  readonly age: number;
  /** Ms that half of the jobs of its kind take at most. */
  readonly usual: number;
  /** The chance that one of its kind gets as old. */
  readonly lasts: number;
  /** Ms until the look that `LookRate` wants next. */
  readonly best: number;
  /** Ms since the last end of its kind, or of any where there is none of it; 0 where nothing was learned yet: then all is open. */
  readonly knownFor: number;
}

/** Into how many equally likely moments it is cut when a job begins, where nobody knows just when. */
const cuts = 8;

interface Learned extends RunTimes {
  readonly rate: LookRate;
  /** When the last of its kind ended, or the last of any where there is none of it; ms since 1970. */
  readonly lastEnd?: number;
}

/** How long jobs of the live service will take, learned from those that have finished. Methods throw `StoreError` where the source does. */
export class Expectations {
  readonly #source: RunSource;
  #learnedAt: number | undefined;
  #runs: readonly FinishedRun[] | undefined;
  readonly #learned = new Map<string, Learned>();

  constructor(source: RunSource) {
    this.#source = source;
  }

  /** How long a clip of this draft usually takes, from accepted to its end, by what is known at `now` (ms since 1970). */
  usual(draft: Draft, now: number): Range {
    return rangeOf(this.#of(runKindOf(draft), now).total, 0);
  }

  /** What is left of a job at `now` (ms since 1970); undefined for one that is not under way, or in the sandbox. */
  remaining(job: Job, now: number): Remaining | undefined {
    if (job.service === 'sandbox' || (job.state !== 'queued' && job.state !== 'processing')) return undefined;
    const { total, parts } = this.#of(runKindOf(job.draft), now);
    const age = ageOf(job, now);
    const range = parts === undefined ? rangeOf(total, age) : rangeLeft(leftByParts(job, now, parts));
    return { ...range, late: total.survival(age) < 0.1 };
  }

  /** See `Outlook`. */
  outlook(job: Job, now: number): Outlook {
    const { total, parts, rate, lastEnd = now } = this.#of(runKindOf(job.draft), now);
    const age = ageOf(job, now);
    const best =
      parts === undefined ? rate.nextAfter(age) : new LookRate(TimeTable.of(leftByParts(job, now, parts))).nextAfter(0);
    const knownFor = Math.max(now - lastEnd, 0);
    return { age, usual: total.quantile(0.5), lasts: total.survival(age), best, knownFor };
  }

  #of(kind: RunKind, now: number): Learned {
    const lastEnd = this.#source.lastEnd(now);
    if (this.#runs === undefined || lastEnd !== this.#learnedAt) {
      this.#learned.clear();
      this.#runs = this.#source.recent(now);
      this.#learnedAt = lastEnd;
    }
    const name = JSON.stringify([kind.model, kind.resolution, kind.duration, kind.mode]);
    const known = this.#learned.get(name);
    if (known !== undefined) return known;
    const times = learnRunTimes(kind, this.#runs);
    const own = this.#runs.filter((run) => isSameKind(kind, run.kind)).map(({ endedAt }) => endedAt);
    // Others that end often do not tell that this kind is as it was.
    const last = own.length > 0 ? Math.max(...own) : lastEnd;
    const learned = { ...times, rate: new LookRate(times.total), ...(last !== undefined && { lastEnd: last }) };
    this.#learned.set(name, learned);
    return learned;
  }
}

/** How likely (up to a constant factor) more than so many ms are left of a job, by when it may begin or have begun. */
function leftByParts(
  job: Job,
  now: number,
  { queue, processing }: NonNullable<RunTimes['parts']>,
): (ms: number) => number {
  const shares = Array.from({ length: cuts }, (_, index) => (index + 0.5) / cuts);
  const { processingAt, queuedAt = job.acceptedAt, lookedAt = now } = job;
  const begun = job.state === 'processing' && processingAt !== undefined && queuedAt !== undefined;
  // It was last seen to wait at the last look, and may have begun since.
  const begins = begun
    ? shares.map((share) => queuedAt + share * (processingAt - queuedAt) - now)
    : shares.map((share) => lookedAt + leftOf(queue, ageOf(job, lookedAt), share) - now);
  // So many ms from now (below zero: it has begun), each of them as likely.
  return (ms) => begins.reduce((sum, begin) => sum + processing.survival(ms - begin), 0);
}

/** A table would say the same; but rows ask often, and of many jobs. */
function rangeLeft(survival: (ms: number) => number): Range {
  return { from: quantileOf(survival, 0.1), median: quantileOf(survival, 0.5), to: quantileOf(survival, 0.9) };
}

function rangeOf(times: TimeTable, age: number): Range {
  return { from: leftOf(times, age, 0.1), median: leftOf(times, age, 0.5), to: leftOf(times, age, 0.9) };
}

/** Ms after `age` in which the `share` ends of what gets that old. */
function leftOf(times: TimeTable, age: number, share: number): number {
  return Math.max(times.quantile(1 - times.survival(age) * (1 - share)) - age, 0);
}

/** Ms since a job was accepted. */
function ageOf({ acceptedAt, createdAt }: Job, now: number): number {
  return Math.max(now - (acceptedAt ?? createdAt), 0);
}
