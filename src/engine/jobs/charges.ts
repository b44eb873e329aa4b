import type { Database } from './database.ts';
import type { Job } from './job.ts';
import { parseJob } from './jobSchema.ts';
import { monthOf, type Period } from './periods.ts';

/** What was charged, as far as it is known. */
export interface Charge {
  /** Sum of what the service named, in credits. */
  readonly credits: number;
  /** How many jobs it named them for. */
  readonly jobs: number;
  /** Jobs that were accepted without a word on their charge. */
  readonly unnamed: number;
  /** Jobs of which nobody knows whether they were accepted: they may have been charged. */
  readonly unknown: number;
}

export interface ModelCharge extends Charge {
  readonly model: string;
}

/** One job of the ledger. What the row itself says stands here, also where `job` cannot be read. */
export interface LedgerEntry {
  /** Ms since 1970. */
  readonly createdAt: number;
  readonly state: string;
  readonly model: string;
  readonly credits?: number;
  readonly job?: Job;
}

/** `settings` begins with the service and the model. Damage may have made anything of it: then the charge still counts. */
const isLive = `substr(settings, 2, 6) = '"live"' AND state <> 'withdrawn'`;
const model = `coalesce(iif(json_valid(settings), settings ->> 1, ''), '')`;

/** Somebody looked, and was not charged. Only for a job that was lost its whole text is read. */
const isDenied = `state = 'unknown' AND json_valid(body) AND coalesce(body ->> 'notCharged', 0)`;

/** What was not accepted, or is still being sent, was not charged. */
const isCharged = `${isLive} AND (creditsCharged IS NOT NULL OR state NOT IN ('submitting', 'rejected')) AND NOT (${isDenied})`;

/** Beyond it there are no months (ms since 1970); a clock can be set to anything. */
const endOfTime = 8e15;

/**
 * What the store's jobs were charged: those removed from view too, and none of the sandbox. A job counts for the moment when Generate
 * was pressed. All methods throw `StoreError`.
 */
export class Charges {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** True where nothing was ever charged, nor may have been. */
  isEmpty(): boolean {
    return this.#lastBefore(endOfTime) === undefined;
  }

  /** By model, the dearest first. */
  during({ start, end }: Period): ModelCharge[] {
    // There are few settings, so the model is taken out of each of them once.
    const bySettings = `SELECT settings,
        coalesce(sum(creditsCharged), 0) AS credits,
        count(creditsCharged) AS jobs,
        count(*) FILTER (WHERE creditsCharged IS NULL AND state <> 'unknown') AS unnamed,
        count(*) FILTER (WHERE creditsCharged IS NULL AND state = 'unknown') AS unknown
      FROM jobs WHERE createdAt >= ? AND createdAt < ? AND ${isCharged} GROUP BY settings`;
    const sql = `SELECT ${model} AS model, sum(credits) AS credits, sum(jobs) AS jobs, sum(unnamed) AS unnamed, sum(unknown) AS unknown
      FROM (${bySettings}) GROUP BY 1 ORDER BY 2 DESC, 1`;
    return this.#database.rows(sql, start, end).map((row) => ({
      model: String(row['model']),
      credits: Number(row['credits']),
      jobs: Number(row['jobs']),
      unnamed: Number(row['unnamed']),
      unknown: Number(row['unknown']),
    }));
  }

  /** The months, as this machine's time zone has them, in which anything was charged or may have been, the last first. */
  months(): Period[] {
    const months: Period[] = [];
    let last = this.#lastBefore(endOfTime);
    while (last !== undefined) {
      const month = monthOf(last);
      months.push(month);
      last = this.#lastBefore(month.start);
    }
    return months;
  }

  /** Every job that was sent, or was to be, oldest first. */
  entries(): LedgerEntry[] {
    const sql = `SELECT createdAt, state, ${model} AS model, creditsCharged, body
      FROM jobs WHERE ${isLive} ORDER BY createdAt, id`;
    return this.#database.rows(sql).map((row) => {
      const job = parseJob(row['body']);
      return {
        createdAt: Number(row['createdAt']),
        state: String(row['state']),
        model: String(row['model']),
        ...(typeof row['creditsCharged'] === 'number' && { credits: row['creditsCharged'] }),
        ...(job !== undefined && { job }),
      };
    });
  }

  #lastBefore(at: number): number | undefined {
    const sql = `SELECT createdAt FROM jobs
      WHERE createdAt >= 0 AND createdAt < ? AND ${isCharged} ORDER BY createdAt DESC LIMIT 1`;
    const last = this.#database.rows(sql, at)[0]?.['createdAt'];
    return typeof last === 'number' ? last : undefined;
  }
}

/** What of a job decides where and how it counts here: while that stays, so do all sums. */
export function ledgerFace({ state, creditsCharged, notCharged }: Job): string {
  return JSON.stringify([state, creditsCharged, notCharged]);
}

/** All of it in one. */
export function sumOf(charges: readonly Charge[]): Charge {
  const sum = (amount: (charge: Charge) => number): number =>
    charges.reduce((total, charge) => total + amount(charge), 0);
  return {
    credits: sum(({ credits }) => credits),
    jobs: sum(({ jobs }) => jobs),
    unnamed: sum(({ unnamed }) => unnamed),
    unknown: sum(({ unknown }) => unknown),
  };
}
