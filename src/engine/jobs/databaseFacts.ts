import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { errorText } from '../log/errorText.ts';
import type { Job } from './job.ts';
import { parseJob } from './jobSchema.ts';

/** What a database of jobs is like, for a report. */
export interface DatabaseFacts {
  /** Bytes on disk, with its log. */
  readonly size: number;
  readonly schemaVersion: number | undefined;
  readonly minWriter: number | undefined;
  /** `ok`, or what SQLite finds wrong first. */
  readonly integrity: string;
  /** How many jobs are in each state, those removed from view among them. */
  readonly states: readonly { readonly state: string; readonly count: number }[];
  /** Who polls. `expiresAt` in ms since 1970. */
  readonly lease: { readonly fence: number; readonly expiresAt: number } | undefined;
  /** Windows that gave a sign of life since `since`. */
  readonly windows: number;
  /** The last ones, the newest first; those that were withdrawn, and those removed from view, among them. */
  readonly jobs: readonly KnownJob[];
}

/** A job as it is on disk. */
export interface KnownJob {
  readonly job: Job;
  /** Surely nothing of it was sent, and it is a draft again. */
  readonly withdrawn: boolean;
  /** Taken from view. */
  readonly removed: boolean;
}

/**
 * Reads them without the store, which may be what does not work, and changes nothing. Returns in a few words what is in the way
 * where the database cannot be read.
 */
export function readDatabaseFacts(path: string, since: number, jobs: number): DatabaseFacts | string {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { readOnly: true, timeout: 1000 });
    const rows = (sql: string, ...values: number[]): Record<string, unknown>[] =>
      database?.prepare(sql).all(...values) ?? [];
    const meta = new Map(rows('SELECT name, value FROM meta').map(({ name, value }) => [name, Number(value)]));
    const lease = rows("SELECT fence, expiresAt FROM leases WHERE name = 'poller'")[0];
    return {
      size: sizeOf(path) + sizeOf(`${path}-wal`),
      schemaVersion: meta.get('schemaVersion'),
      minWriter: meta.get('minWriter'),
      integrity: String(rows('PRAGMA quick_check(1)')[0]?.['quick_check']),
      states: rows('SELECT state, count(*) AS count FROM jobs GROUP BY state ORDER BY state').map((row) => ({
        state: String(row['state']),
        count: Number(row['count']),
      })),
      lease: lease && { fence: Number(lease['fence']), expiresAt: Number(lease['expiresAt']) },
      windows: rows('SELECT id FROM windows WHERE heartbeat >= ?', since).length,
      jobs: rows('SELECT state, removedAt, body FROM jobs ORDER BY createdAt DESC LIMIT ?', jobs).flatMap(
        ({ state, removedAt, body }) => {
          const job = parseJob(body);
          return job === undefined ? [] : [{ job, withdrawn: state === 'withdrawn', removed: removedAt !== null }];
        },
      ),
    };
  } catch (error) {
    return errorText(error);
  } finally {
    database?.close();
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
