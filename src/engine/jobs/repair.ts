import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, linkSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { forbidsWriting, migrate } from './schema.ts';
import { isDamage, isMisfit } from './sqliteErrors.ts';
import { StoreError } from './storeError.ts';

/** What people made or paid for. Windows and leases are of the moment, and `meta` counts anew. */
const keptTables = ['jobs', 'drafts', 'uploads', 'urls', 'consents', 'prompts'] as const;

/** How long a statement waits for another window to finish its own, ms. */
const patience = 5000;

/** A repair takes a moment; a lock older than this (ms) was left behind by a process that died. */
const lockLasts = 30_000;

/** Where the damaged file is kept that was set aside at this time (ms since 1970). */
export function asidePath(path: string, at: number): string {
  const stamp = new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  return join(dirname(path), `${basename(path, '.db')}.damaged-${stamp}.db`);
}

/**
 * Sets a damaged database aside, with its log, and begins a new one with all that can be read of it. One window does so; others wait
 * until it is done. Nothing happens where the file is sound again. Throws `StoreError` (`damaged`) where it belongs to a newer
 * version, whose tables this one does not know.
 */
export function repairDatabase(path: string): void {
  withLock(path, () => {
    if (isSound(path)) return;
    if (isOfNewer(path)) throw new StoreError('damaged');
    const at = Date.now();
    salvage(path, at);
    setAside(path, at);
    renameSync(salvaged(path), path);
  });
}

/**
 * Ends a repair that was cut off by a crash, or waits for the one that is under way: to be called before each opening. Nothing happens
 * where there is none.
 */
export function finishRepair(path: string): void {
  if (!existsSync(salvaged(path))) return;
  withLock(path, () => {
    if (!existsSync(salvaged(path))) return;
    // While the old file is there, windows may have written to it since: if it is still damaged, it is salvaged anew.
    if (existsSync(path)) {
      rmSync(salvaged(path));
      return;
    }
    setAside(path, repairedAt(salvaged(path)));
    renameSync(salvaged(path), path);
  });
}

/**
 * Puts a database back whose file is gone from `path` while `connection` still has it open. Where another file has come there
 * meanwhile, that one stays.
 */
export function putBack(connection: DatabaseSync, path: string): void {
  if (existsSync(path)) return;
  const copy = `${path}.${randomUUID()}`;
  try {
    connection.prepare('VACUUM INTO ?').run(copy);
    sync(copy);
    linkSync(copy, path);
  } catch (error) {
    // Another window was first; or what was open is damaged too, and what can be read is copied row by row.
    if (!existsSync(path) && !isDamage(error)) throw error;
  } finally {
    rmSync(copy, { force: true });
  }
}

/** Brings what `to` lacks over from `from`, as far as it can be read. */
export function copyRows(from: DatabaseSync, to: DatabaseSync): void {
  to.exec('BEGIN IMMEDIATE');
  try {
    for (const table of keptTables) copyTable(table, from, to);
    // Above every row's own, so that no change is ever missed.
    to.exec(
      `UPDATE meta SET value = max(value, (SELECT coalesce(max(revision), 0) FROM jobs)) + 1 WHERE name = 'revision'`,
    );
    to.exec('COMMIT');
  } catch (error) {
    to.exec('ROLLBACK');
    throw error;
  }
}

function copyTable(table: string, from: DatabaseSync, to: DatabaseSync): void {
  const columns = columnsOf(to, table).filter((column) => columnsOf(from, table).includes(column));
  if (columns.length === 0) return;
  const places = columns.map(() => '?').join();
  const insert = to.prepare(`INSERT OR IGNORE INTO ${table} (${columns.join()}) VALUES (${places})`);
  for (const row of readable(from, table, columns)) {
    try {
      insert.run(...columns.map((column) => row[column] ?? null));
    } catch (error) {
      // Damage can make text of a number: such a row is lost, and the others are not.
      if (!isMisfit(error)) throw error;
    }
  }
}

function salvage(path: string, at: number): void {
  const copy = `${salvaged(path)}.begun`;
  for (const ending of ['', '-wal', '-shm', '-journal']) rmSync(copy + ending, { force: true });
  const to = new DatabaseSync(copy);
  try {
    migrate(to);
    const from = new DatabaseSync(path, { readOnly: true });
    try {
      copyRows(from, to);
    } finally {
      from.close();
    }
    const remember = to.prepare('INSERT INTO meta (name, value) VALUES (?, ?)');
    remember.run('repairedAt', at);
    for (const table of ['jobs', 'drafts'])
      remember.run(`kept ${table}`, Number(to.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.['n']));
  } finally {
    to.close();
  }
  sync(copy);
  renameSync(copy, salvaged(path));
}

/** The log goes with its file, and after it: what is cut off in between leaves no old file that looks whole. */
function setAside(path: string, at: number): void {
  const aside = asidePath(path, at);
  if (existsSync(path)) renameSync(path, aside);
  if (existsSync(`${path}-wal`)) renameSync(`${path}-wal`, `${aside}-wal`);
  rmSync(`${path}-shm`, { force: true });
}

function repairedAt(path: string): number {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return Number(database.prepare("SELECT value FROM meta WHERE name = 'repairedAt'").get()?.['value'] ?? Date.now());
  } finally {
    database.close();
  }
}

/** What cannot be told any more is taken for our own. */
function isOfNewer(path: string): boolean {
  try {
    const database = new DatabaseSync(path, { readOnly: true, timeout: patience });
    try {
      return forbidsWriting(database);
    } finally {
      database.close();
    }
  } catch {
    return false;
  }
}

/** Rows from the table's beginning and from its end, each as far as the damage lets them be read. */
function* readable(
  from: DatabaseSync,
  table: string,
  columns: readonly string[],
): Generator<Record<string, SQLInputValue>> {
  for (const order of ['ASC', 'DESC']) {
    try {
      const rows = from.prepare(`SELECT ${columns.join()} FROM ${table} ORDER BY rowid ${order}`).iterate();
      for (const row of rows) yield row;
      return;
    } catch {
      // The rest from the other side.
    }
  }
}

function columnsOf(database: DatabaseSync, table: string): string[] {
  try {
    return database
      .prepare(`PRAGMA table_info(${table})`)
      .all()
      .map((row) => String(row['name']));
  } catch {
    return [];
  }
}

/** Reads all of it, indexes too. */
function isSound(path: string): boolean {
  try {
    const database = new DatabaseSync(path, { readOnly: true, timeout: patience });
    try {
      return database.prepare('PRAGMA integrity_check(1)').get()?.['integrity_check'] === 'ok';
    } finally {
      database.close();
    }
  } catch (error) {
    if (isDamage(error)) return false;
    throw error;
  }
}

function salvaged(path: string): string {
  return `${path}.salvaged`;
}

/** Holds other windows off. One that finds the lock taken waits, and then has nothing to do. */
function withLock(path: string, work: () => void): void {
  const lock = `${path}.repair`;
  for (;;) {
    try {
      closeSync(openSync(lock, 'wx'));
      break;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
      if (Date.now() - since > lockLasts) rmSync(lock, { force: true });
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
  try {
    work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function sync(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
