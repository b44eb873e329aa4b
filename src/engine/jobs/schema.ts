import type { DatabaseSync } from 'node:sqlite';

/**
 * The version of the tables below. Changes only ever add. `minWriter` in `meta` is the oldest version that may still write to a
 * database: an older window in the middle of a POST must be able to save its request id.
 */
export const schemaVersion = 7;

/** What version 1 knows of the tables below, it can still write. */
const minWriter = 1;

/** SQL for a field of the job in `body`; NULL where the row is not even JSON. */
export function field(path: string): string {
  return `iif(json_valid(body), json_extract(body, '$.${path}'), NULL)`;
}

/** SQL for the shot that a job is a take of: see `shotOf`. */
export const shot = `coalesce(${field('draft.lineage.shot')}, ${field('draft.id')})`;

/** SQL for the id of the job whose take a job came from. */
export const parent = field('draft.lineage.from.job');

/** SQL for where a job's clip is, or is about to be: a URI. */
export const clipFile = field('download.file');

/** SQL for the bytes of a job's clip. */
export const clipSize = field('download.size');

/** SQL for the id by which the service knows a job. */
export const request = field('requestId');

/** SQL for the draft that a job holds. */
export const heldDraft = field('draft.id');

/** SQL for the jobs that took as long as a clip takes: those of the live service that came to one. */
export const isFinishedRun = `state = 'succeeded' AND substr(settings, 2, 6) = '"live"'`;

/** SQL for when a job's end was noticed. */
export const endedAt = field('endedAt');

/** SQL for the other moments of a job that tell how long it took, as a JSON list. */
export const runTimes = `iif(json_valid(body), json_extract(body, '$.acceptedAt', '$.queuedAt', '$.processingAt', '$.lookedAt'), NULL)`;

const tables = `
  CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS drafts (id TEXT PRIMARY KEY, body TEXT NOT NULL, updatedAt INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS jobs (
    id TEXT PRIMARY KEY,
    state TEXT NOT NULL,
    body TEXT NOT NULL,            -- the job as JSON
    unfinished INTEGER NOT NULL,   -- something is left to do by itself
    notified INTEGER NOT NULL,     -- its end was told to the user
    createdAt INTEGER NOT NULL,
    settings TEXT NOT NULL,        -- what the price depends on
    creditsCharged REAL,
    revision INTEGER NOT NULL,     -- of the last change, counted over the whole table
    removedAt INTEGER              -- removed from view; kept, as it is the ledger of what was charged
  ) STRICT;
  CREATE INDEX IF NOT EXISTS jobsByRevision ON jobs (revision);
  CREATE INDEX IF NOT EXISTS jobsUnfinished ON jobs (createdAt) WHERE unfinished = 1;
  CREATE INDEX IF NOT EXISTS jobsBySettings ON jobs (settings, createdAt) WHERE creditsCharged IS NOT NULL;
  CREATE INDEX IF NOT EXISTS jobsByTime ON jobs (createdAt, state, settings, creditsCharged);
  CREATE INDEX IF NOT EXISTS jobsByShot ON jobs (${shot});
  CREATE INDEX IF NOT EXISTS jobsByParent ON jobs (${parent}) WHERE ${parent} IS NOT NULL;
  CREATE INDEX IF NOT EXISTS jobsByFile ON jobs (${clipFile}) WHERE ${clipFile} IS NOT NULL;
  CREATE INDEX IF NOT EXISTS jobsByRequest ON jobs (${request}) WHERE ${request} IS NOT NULL;
  CREATE INDEX IF NOT EXISTS jobsByDraft ON jobs (${heldDraft});
  CREATE INDEX IF NOT EXISTS jobsByEnd ON jobs (${endedAt}, settings, ${runTimes}) WHERE ${isFinishedRun};
  CREATE TABLE IF NOT EXISTS windows (id TEXT PRIMARY KEY, heartbeat INTEGER NOT NULL, focused INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS uploads (
    endpoint TEXT NOT NULL,
    bucket TEXT NOT NULL,
    key TEXT NOT NULL,             -- carries the content's hash
    name TEXT NOT NULL,            -- of the file that was uploaded, for people
    size INTEGER NOT NULL,
    uploadedAt INTEGER NOT NULL,
    complete INTEGER NOT NULL,     -- 0: it was begun, and may be there
    readableUntil INTEGER,         -- end of the last link that was made; NULL: readable for good
    PRIMARY KEY (endpoint, bucket, key)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS urls (hash TEXT NOT NULL, origin TEXT NOT NULL, url TEXT NOT NULL, PRIMARY KEY (hash, origin)) STRICT;
  CREATE TABLE IF NOT EXISTS consents (destination TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS prompts (
    text TEXT PRIMARY KEY,
    favouriteAt INTEGER,           -- NULL: it is none
    forgottenAt INTEGER            -- what was sent up to then is not shown any more
  ) STRICT;
  CREATE TABLE IF NOT EXISTS leases (name TEXT PRIMARY KEY, owner TEXT NOT NULL, fence INTEGER NOT NULL, expiresAt INTEGER NOT NULL) STRICT;
`;

/** The version of the tables that are there; 0 where there are none. */
function versionOf(database: DatabaseSync): number {
  const meta = database.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'meta'").get();
  if (meta === undefined) return 0;
  return Number(database.prepare("SELECT value FROM meta WHERE name = 'schemaVersion'").get()?.['value'] ?? 0);
}

/** True where the database was made by a newer version that this one must not write to. A new database forbids nothing. */
export function forbidsWriting(database: DatabaseSync): boolean {
  const meta = database.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'meta'").get();
  if (meta === undefined) return false;
  const oldest = database.prepare("SELECT value FROM meta WHERE name = 'minWriter'").get()?.['value'];
  return typeof oldest === 'number' && oldest > schemaVersion;
}

/**
 * True where a newer version has made the database or changed its tables, whatever it forbids: what it has added, this one does not
 * know. The file's first page says so too, for one whose `meta` cannot be read any more. What nothing tells is taken for our own.
 */
export function isOfNewer(database: DatabaseSync): boolean {
  const versions = [
    // Asked for in this way, it is known also where no table is.
    'PRAGMA user_version',
    "SELECT max(value) FROM meta NOT INDEXED WHERE name IN ('schemaVersion', 'minWriter')",
  ];
  return versions.some((sql) => {
    try {
      return Object.values(database.prepare(sql).get() ?? {}).some((version) => Number(version) > schemaVersion);
    } catch {
      return false;
    }
  });
}

/** Brings the tables to this version. Only for a database that does not forbid writing. */
export function migrate(database: DatabaseSync): void {
  // A newer one has all of them: nothing is written, so a window that was stopped in the middle of a write keeps none from opening.
  if (versionOf(database) >= schemaVersion) return;
  database.exec(`BEGIN IMMEDIATE; ${tables}
    PRAGMA user_version = ${schemaVersion};
    INSERT INTO meta (name, value) VALUES ('schemaVersion', ${schemaVersion}) ON CONFLICT (name) DO UPDATE SET value = max(value, excluded.value);
    INSERT INTO meta (name, value) VALUES ('minWriter', ${minWriter}) ON CONFLICT (name) DO NOTHING;
    INSERT INTO meta (name, value) VALUES ('revision', 0) ON CONFLICT (name) DO NOTHING;
    COMMIT;`);
}
