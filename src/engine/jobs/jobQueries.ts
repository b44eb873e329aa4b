import type { Draft } from '../../shared/draft.ts';
import type { Database } from './database.ts';
import type { Job } from './job.ts';
import { jobOf } from './jobRow.ts';
import { heldDraft, parent, request, shot } from './schema.ts';

/** What can be asked of the jobs on disk. All methods throw `StoreError`. */
export class JobQueries {
  protected readonly database: Database;

  constructor(database: Database) {
    this.database = database;
  }

  /** The jobs in view, newest first. */
  list(): Job[] {
    return this.database
      .rows('SELECT body FROM jobs WHERE removedAt IS NULL ORDER BY createdAt DESC, id')
      .flatMap(jobOf);
  }

  /** The jobs in view, newest first, `first` of them and then `rest` at a time: between two parts others can have their turn. */
  *parts(first: number, rest: number): Generator<Job[], void> {
    const sql = `SELECT id, createdAt, body FROM jobs
      WHERE removedAt IS NULL AND createdAt <= ? AND (createdAt < ? OR id > ?) ORDER BY createdAt DESC, id LIMIT ?`;
    let [time, id, size] = [Number.MAX_SAFE_INTEGER, '', first];
    for (;;) {
      const rows = this.database.rows(sql, time, time, id, size);
      yield rows.flatMap(jobOf);
      const last = rows.at(-1);
      if (last === undefined || rows.length < size) return;
      [time, id, size] = [Number(last['createdAt']), String(last['id']), rest];
    }
  }

  /** The newest `limit` jobs in view, with all takes of their shots and all that is unfinished; newest first. */
  newest(limit: number): Job[] {
    const newest = `WITH newest AS (
      SELECT id, ${shot} AS shot FROM jobs WHERE removedAt IS NULL ORDER BY createdAt DESC, id LIMIT ?)`;
    const sql = `${newest} SELECT body FROM jobs WHERE removedAt IS NULL AND id IN (
        SELECT id FROM newest
        UNION SELECT id FROM jobs WHERE unfinished = 1
        UNION SELECT id FROM jobs WHERE ${shot} IN (SELECT shot FROM newest))
      ORDER BY createdAt DESC, id`;
    return this.database.rows(sql, limit).flatMap(jobOf);
  }

  /** True for a job in view. */
  isInView(id: string): boolean {
    return this.database.rows('SELECT 1 FROM jobs WHERE id = ? AND removedAt IS NULL', id).length > 0;
  }

  /** How many jobs are in view. */
  count(): number {
    return Number(this.database.rows('SELECT count(*) AS count FROM jobs WHERE removedAt IS NULL')[0]?.['count'] ?? 0);
  }

  /** The jobs in view that were sent, and of which nobody knows what became. */
  unanswered(): Job[] {
    return this.database.rows("SELECT body FROM jobs WHERE state = 'unknown' AND removedAt IS NULL").flatMap(jobOf);
  }

  /** How many jobs in view the service may still be at work on. */
  countActive(): number {
    const sql = `SELECT count(*) AS count FROM jobs
      WHERE unfinished = 1 AND removedAt IS NULL AND state IN ('submitting', 'queued', 'processing')`;
    return Number(this.database.rows(sql)[0]?.['count'] ?? 0);
  }

  /** The job with this id, removed from view or not; one that was withdrawn is none any more. */
  get(id: string): Job | undefined {
    return this.database.rows("SELECT body FROM jobs WHERE id = ? AND state <> 'withdrawn'", id).flatMap(jobOf)[0];
  }

  /** The takes of a shot that are in view, oldest first. */
  takesOf(id: string): Job[] {
    const sql = `SELECT body FROM jobs WHERE ${shot} = ? AND removedAt IS NULL ORDER BY createdAt, id`;
    return this.database.rows(sql, id).flatMap(jobOf);
  }

  /** The jobs in view whose drafts came from this job's take, oldest first. */
  descendants(id: string): Job[] {
    const sql = `SELECT body FROM jobs WHERE ${parent} = ? AND removedAt IS NULL ORDER BY createdAt, id`;
    return this.database.rows(sql, id).flatMap(jobOf);
  }

  /** The job that the service knows by this id. */
  findByRequest(requestId: string): Job | undefined {
    const sql = `SELECT body FROM jobs WHERE ${request} = ? ORDER BY createdAt DESC`;
    return this.database.rows(sql, requestId).flatMap(jobOf)[0];
  }

  /** What the last job with the same price-relevant settings was charged, in credits. */
  lastCharge(job: Pick<Job, 'draft' | 'service'>): number | undefined {
    const sql =
      'SELECT creditsCharged FROM jobs WHERE settings = ? AND creditsCharged IS NOT NULL ORDER BY createdAt DESC LIMIT 1';
    const charge = this.database.rows(sql, priceSettings(job))[0]?.['creditsCharged'];
    return typeof charge === 'number' ? charge : undefined;
  }

  /** The job that holds this draft: the last one made of it. */
  findByDraft(id: string): Job | undefined {
    const sql = `SELECT body FROM jobs WHERE ${heldDraft} = ? AND state <> 'withdrawn' ORDER BY createdAt DESC`;
    return this.database.rows(sql, id).flatMap(jobOf)[0];
  }

  /** The draft of the job that was made last: its settings are the next defaults. */
  lastSubmitted(): Draft | undefined {
    const sql = "SELECT body FROM jobs WHERE state <> 'withdrawn' ORDER BY createdAt DESC LIMIT 10";
    return this.database.rows(sql).flatMap(jobOf)[0]?.draft;
  }
}

/** Two jobs with the same of these are expected to cost the same. */
export function priceSettings({ draft, service }: Pick<Job, 'draft' | 'service'>): string {
  const kinds = draft.references.map(({ kind }) => kind ?? 'image').sort();
  return JSON.stringify([service, draft.model, draft.duration, draft.resolution, kinds]);
}
