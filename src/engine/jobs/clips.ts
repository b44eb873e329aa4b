import type { Database } from './database.ts';
import type { Job } from './job.ts';
import { jobOf } from './jobRow.ts';
import { clipFile, field } from './schema.ts';

/** Where the clips of the store's jobs are, and which are not where they should be. All methods throw `StoreError`. */
export class Clips {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The job whose clip is at this URI, also one that was removed from view: it still knows how the clip was made. */
  jobAt(file: string): Job | undefined {
    const sql = `SELECT body FROM jobs WHERE ${clipFile} = ? ORDER BY createdAt DESC`;
    return this.#database.rows(sql, file).flatMap(jobOf)[0];
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

  /** Where the clips of the jobs in view are (URIs): far less to read than the jobs. */
  files(): { readonly id: string; readonly file: string }[] {
    const sql = `SELECT id, ${clipFile} AS file FROM jobs
      WHERE ${clipFile} IS NOT NULL AND removedAt IS NULL AND ${field('download.state')} = 'done'`;
    return this.#database.rows(sql).map(({ id, file }) => ({ id: String(id), file: String(file) }));
  }

  /** True where another job has its clip at this URI, or is about to have it there. */
  isOfOther(file: string, id: string): boolean {
    const sql = `SELECT 1 FROM jobs WHERE ${clipFile} = ? AND id <> ? LIMIT 1`;
    return this.#database.rows(sql, file, id).length > 0;
  }

  /** The jobs that have ended, whose clips are not in their folders: kept aside, or not got at all. */
  homeless(): Job[] {
    const sql = `SELECT body FROM jobs WHERE unfinished = 0 AND removedAt IS NULL AND state = 'succeeded'
      AND (${field('download.aside')} IS NOT NULL OR ${field('download.state')} = 'failed')`;
    return this.#database.rows(sql).flatMap(jobOf);
  }

  /** The jobs in view whose clips were at a place, and could not be had anew when that was wanted. */
  displaced(): Job[] {
    const sql = `SELECT body FROM jobs WHERE removedAt IS NULL AND state = 'succeeded' AND ${field('former.file')} IS NOT NULL
      AND (${field('download.state')} = 'failed' OR ${field('download.reason')} IS NOT NULL)`;
    return this.#database.rows(sql).flatMap(jobOf);
  }
}
