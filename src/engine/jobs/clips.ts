import type { Database } from './database.ts';
import type { Job } from './job.ts';
import { jobOf } from './jobRow.ts';
import { clipFile, clipSize, field } from './schema.ts';

/** Where the clips of the store's jobs are, and which are not where they should be. All methods throw `StoreError`. */
export class Clips {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * The job whose clip is at this URI, also one that was removed from view: it still knows how the clip was made. Of several the one
   * whose clip has this `size` in bytes: it was put over the others.
   */
  jobAt(file: string, size?: number): Job | undefined {
    const sql = `SELECT body FROM jobs WHERE ${clipFile} = ? ORDER BY ${clipSize} IS ? DESC, createdAt DESC`;
    return this.#database.rows(sql, file, size ?? null).flatMap(jobOf)[0];
  }

  /** The job in view that was made last of those whose clips have come. */
  newest(): Job | undefined {
    const sql = `SELECT body FROM jobs WHERE removedAt IS NULL AND ${field('download.state')} = 'done'
      ORDER BY createdAt DESC, id LIMIT 10`;
    return this.#database.rows(sql).flatMap(jobOf)[0];
  }

  /** Ids of the jobs in view whose clips are at this URI. */
  idsAt(file: string): string[] {
    const sql = `SELECT id FROM jobs WHERE ${clipFile} = ? AND removedAt IS NULL`;
    return this.#database.rows(sql, file).map(({ id }) => String(id));
  }

  /** The jobs whose clips are at this URI, or in the folder that it names or below it. */
  below(uri: string): Job[] {
    const folder = uri.replace(/\/$/, '');
    // What begins with the folder and a slash lies before the folder with the character after it.
    const sql = `SELECT body FROM jobs WHERE ${clipFile} = ? OR (${clipFile} >= ? AND ${clipFile} < ?)`;
    return this.#database.rows(sql, uri, `${folder}/`, `${folder}0`).flatMap(jobOf);
  }

  /** Where the clips of the jobs in view are (URIs), and their sizes in bytes: far less to read than the jobs. */
  files(): { readonly id: string; readonly file: string; readonly size: number }[] {
    const sql = `SELECT id, ${clipFile} AS file, ${clipSize} AS size FROM jobs
      WHERE ${clipFile} IS NOT NULL AND removedAt IS NULL AND ${field('download.state')} = 'done'`;
    return this.#database
      .rows(sql)
      .map(({ id, file, size }) => ({ id: String(id), file: String(file), size: Number(size) }));
  }

  /** True where another job has its clip at this URI, or is about to have it there; with a `size` in bytes, where that clip has it. */
  isOfOther(file: string, id: string, size?: number): boolean {
    const sql = `SELECT 1 FROM jobs WHERE ${clipFile} = ? AND id <> ? AND ${clipSize} = coalesce(?, ${clipSize}) LIMIT 1`;
    return this.#database.rows(sql, file, id, size ?? null).length > 0;
  }

  /** The jobs that have ended, whose clips are not in their folders: kept aside, or not got at all. */
  homeless(): Job[] {
    const sql = `SELECT body FROM jobs WHERE unfinished = 0 AND removedAt IS NULL AND state = 'succeeded'
      AND (${field('download.aside')} IS NOT NULL OR ${field('download.state')} = 'failed')`;
    return this.#database.rows(sql).flatMap(jobOf);
  }

  /** The jobs in view whose clips were at a place, and are at none: put away, or wanted anew and not to be had. */
  displaced(): Job[] {
    const sql = `SELECT body FROM jobs WHERE removedAt IS NULL AND state = 'succeeded' AND ${field('former.file')} IS NOT NULL
      AND (${field('download.state')} IN ('failed', 'none') OR ${field('download.reason')} IS NOT NULL)`;
    return this.#database.rows(sql).flatMap(jobOf);
  }
}
