import type { Draft } from '../../shared/draft.ts';
import { modeOf, type Mode } from '../../shared/mode.ts';
import type { MediaKind } from '../../shared/media.ts';
import type { Database } from './database.ts';
import type { Job } from './job.ts';
import { endedAt, isFinishedRun, runTimes } from './schema.ts';

/** What of a draft decides how long its job takes, as far as can be told before. */
export interface RunKind {
  readonly model: string;
  readonly resolution: string;
  /** Seconds. */
  readonly duration: number;
  readonly mode: Mode;
}

/** A time of which nobody knows more than that it is longer than `after` and at most `until`, ms: what lies between two looks. */
export interface Between {
  readonly after: number;
  readonly until: number;
}

/** How long a job took. */
export interface FinishedRun {
  readonly kind: RunKind;
  /** When its end was noticed, ms since 1970. */
  readonly endedAt: number;
  /** From accepted to its end. */
  readonly total: Between;
  /** The two parts of that; left out where nobody saw it processing. */
  readonly parts?: { readonly queue: Between; readonly processing: Between };
}

/** More of the past than this says nothing new. */
const mostRuns = 240;

/** Ms between the looks around a moment from which on it is not known well enough: no window looked meanwhile, the machine slept. */
const widestGap = 200_000;

/** Ms. What takes longer was not waited for. */
const longestRun = 24 * 3_600_000;

/**
 * How long the live service took for the clips of this store, those removed from view too. What failed or was cancelled took as long as
 * it took for other reasons. `now`, in ms since 1970: what was noticed while the clock was ahead is left out once that is set back. All
 * methods throw `StoreError`.
 */
export class FinishedRuns {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** When the last of them was noticed until `now`, ms since 1970: while that stays, so does `recent`. Undefined where there is none. */
  lastEnd(now: number): number | undefined {
    const sql = `SELECT ${endedAt} AS endedAt FROM jobs WHERE ${isFinishedRun} AND ${endedAt} <= ? ORDER BY 1 DESC LIMIT 1`;
    const last = this.#database.rows(sql, now)[0]?.['endedAt'];
    return typeof last === 'number' ? last : undefined;
  }

  /** The last of them until `now`, in the order in which they began: many that began at once end by length, as if each took longer. */
  recent(now: number): FinishedRun[] {
    // No job is read for it, only an index.
    const sql = `SELECT settings, ${endedAt} AS endedAt, ${runTimes} AS times
      FROM jobs WHERE ${isFinishedRun} AND ${endedAt} <= ? ORDER BY 2 DESC LIMIT ${mostRuns}`;
    const runs = this.#database.rows(sql, now).toReversed().flatMap(runOfRow);
    return runs.toSorted((a, b) => a.begunAt - b.begunAt).map(({ run }) => run);
  }
}

/** The kind of the job that a draft becomes. */
export function runKindOf({ model, resolution, duration, references }: Draft): RunKind {
  return { model, resolution, duration, mode: modeOf(references.map(({ kind }) => kind ?? 'image')) };
}

/** True where as much is expected of both. */
export function isSameKind(a: RunKind, b: RunKind): boolean {
  return a.model === b.model && a.resolution === b.resolution && a.duration === b.duration && a.mode === b.mode;
}

type Moments = Pick<Job, 'acceptedAt' | 'queuedAt' | 'processingAt' | 'lookedAt' | 'endedAt'>;

/** How long a job took by what its looks saw of it; undefined where that says too little. */
export function runOf(kind: RunKind, moments: Moments): FinishedRun | undefined {
  const { acceptedAt, endedAt, processingAt, queuedAt = acceptedAt } = moments;
  if (acceptedAt === undefined || endedAt === undefined || queuedAt === undefined) return undefined;
  // Jobs of older versions do not say when they were last seen unfinished.
  const seen = moments.lookedAt ?? endedAt;
  const total = { after: seen - acceptedAt, until: endedAt - acceptedAt };
  const gap = endedAt - seen;
  const isVague = gap > widestGap && gap > total.until / 4;
  if (isVague || total.after < 0 || gap < 0 || total.until <= 0 || total.until > longestRun) return undefined;
  if (processingAt === undefined || queuedAt < acceptedAt || processingAt < queuedAt || seen < processingAt)
    return { kind, endedAt, total };
  const queue = { after: queuedAt - acceptedAt, until: processingAt - acceptedAt };
  return {
    kind,
    endedAt,
    total,
    parts: { queue, processing: { after: seen - processingAt, until: endedAt - queuedAt } },
  };
}

/** A row is foreign input: what says nothing usable is left out. */
function runOfRow({
  settings,
  endedAt,
  times,
}: Record<string, unknown>): { readonly run: FinishedRun; readonly begunAt: number }[] {
  const kind = kindOf(settings);
  const names = ['acceptedAt', 'queuedAt', 'processingAt', 'lookedAt'];
  const known = [...listOf(times).map((time, index) => [names[index], time]), ['endedAt', endedAt]];
  const moments = Object.fromEntries(known.filter(([, time]) => typeof time === 'number')) as Moments;
  const run = kind && runOf(kind, moments);
  return run === undefined ? [] : [{ run, begunAt: moments.acceptedAt ?? 0 }];
}

/** Of the settings as `priceSettings` writes them. */
function kindOf(settings: unknown): RunKind | undefined {
  const [, model, duration, resolution, kinds] = listOf(settings);
  if (typeof model !== 'string' || typeof duration !== 'number' || typeof resolution !== 'string') return undefined;
  return Array.isArray(kinds) ? { model, resolution, duration, mode: modeOf(kinds as MediaKind[]) } : undefined;
}

function listOf(json: unknown): unknown[] {
  try {
    const list: unknown = JSON.parse(String(json));
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}
