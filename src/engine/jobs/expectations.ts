import type { Draft } from '../../shared/draft.ts';
import { isSameKind, runKindOf, type FinishedRun, type RunKind } from './finishedRuns.ts';
import type { Job } from './job.ts';
import { LookRate } from './lookRate.ts';
import { learnRunTimes } from './runTimes.ts';
import { Stages, type Course, type Stage } from './stages.ts';
import type { TimeTable } from './timeTable.ts';

/** Where the runs come from: see `FinishedRuns`. */
export interface RunSource {
  lastEnd(now: number): number | undefined;
  recent(now: number): readonly FinishedRun[];
}

/**
 * Ms. Of a hundred jobs that are given one, some 80 end between `from` and `to`, 10 before and 10 after, and half until `median`. Up to 87
 * do where only a few jobs (five or less) that hardly differ were followed: how long each took is not known better than to the time between
 * two looks then, and what is not known is left open.
 */
export interface Range {
  readonly from: number;
  readonly median: number;
  readonly to: number;
}

/** What is left of a job. */
export interface Remaining extends Range {
  /** It takes longer than nine of ten jobs of its kind did: to begin, or since it began, where that is told apart. */
  readonly late: boolean;
}

/** What the time of the next look depends on. */
export interface Outlook {
  /** Ms since it was accepted. */
  readonly age: number;
  /** Ms that half of the jobs of its kind take at most. */
  readonly usual: number;
  /** The chance that one of its kind gets as old, or lasts as long in what this one does now where that is told apart. */
  readonly lasts: number;
  /** Ms until the look that `LookRate` wants next. */
  readonly best: number;
  /** Ms since the last end of its kind, or of any where there is none of it; 0 where nothing was learned yet: then all is open. */
  readonly knownFor: number;
}

interface Learned {
  /** From accepted to the end. */
  readonly whole: Course;
  /** Where its parts say more than that. */
  readonly stages?: Stages;
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
    return rangeOf(this.#of(runKindOf(draft), now).whole.times, 0);
  }

  /** What is left of a job at `now` (ms since 1970); undefined for one that is not under way, or in the sandbox. */
  remaining(job: Job, now: number): Remaining | undefined {
    if (job.service === 'sandbox' || (job.state !== 'queued' && job.state !== 'processing')) return undefined;
    const { times, age, lasts } = stageOf(this.#of(runKindOf(job.draft), now), job, now);
    return { ...rangeOf(times, age), late: lasts < 0.1 };
  }

  /** See `Outlook`. */
  outlook(job: Job, now: number): Outlook {
    const learned = this.#of(runKindOf(job.draft), now);
    const { rate, age, lasts } = stageOf(learned, job, now);
    const { whole, lastEnd = now } = learned;
    return {
      ...{ age: ageOf(job, now), usual: whole.times.quantile(0.5), lasts },
      ...{ best: rate.nextAfter(age), knownFor: Math.max(now - lastEnd, 0) },
    };
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
    const { total, parts } = learnRunTimes(kind, this.#runs);
    const own = this.#runs.filter((run) => isSameKind(kind, run.kind)).map(({ endedAt }) => endedAt);
    // Others that end often do not tell that this kind is as it was.
    const last = own.length > 0 ? Math.max(...own) : lastEnd;
    const learned: Learned = {
      whole: { times: total, rate: new LookRate(total) },
      ...(parts !== undefined && { stages: new Stages(parts) }),
      ...(last !== undefined && { lastEnd: last }),
    };
    this.#learned.set(name, learned);
    return learned;
  }
}

function rangeOf(times: TimeTable, age: number): Range {
  return { from: times.left(age, 0.1), median: times.left(age, 0.5), to: times.left(age, 0.9) };
}

/** Where a job is, as far as its kind has stages that are told apart. */
function stageOf({ whole, stages }: Learned, job: Job, now: number): Stage {
  if (stages !== undefined) return stages.of(job, acceptedAt(job), now);
  const age = ageOf(job, now);
  return { ...whole, age, lasts: whole.times.survival(age) };
}

/** Ms since a job was accepted. */
function ageOf(job: Job, now: number): number {
  return Math.max(now - acceptedAt(job), 0);
}

function acceptedAt({ acceptedAt, createdAt }: Job): number {
  return acceptedAt ?? createdAt;
}
