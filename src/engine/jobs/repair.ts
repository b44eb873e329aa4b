import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, linkSync, openSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isUnderRepair, markRepair, unmarkRepair, withRepairLock } from './repairLock.ts';
import { copyRows, leaveGap } from './salvage.ts';
import { isOfNewer, migrate } from './schema.ts';
import { isDamage } from './sqliteErrors.ts';
import { StoreError } from './storeError.ts';

/** How long a statement waits for another window to finish its own, ms. */
const patience = 5000;

/** Where the damaged file is kept that was set aside at this time (ms since 1970). */
export function asidePath(path: string, at: number): string {
  const stamp = new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  return join(dirname(path), `${basename(path, '.db')}.damaged-${stamp}.db`);
}

/**
 * Sets a damaged database aside, with its log, and begins a new one with all that can be read of it. One window does so; others wait
 * until it is done. Nothing happens where the file is sound again. The file of a newer version is left to that version, which alone
 * knows all that is in it: throws `StoreError` (`damagedNewer`).
 *
 * A damaged file may be past all locking, and a window that has it open can go on writing to it. No write that has returned is lost
 * all the same: the repair is marked before its first row is read, and the mark goes when the new file is in its place. A window that
 * has committed looks for the mark, and then whether the path still leads to its file. It finds neither a mark nor another file: then
 * the repair, if there is one, began after its commit and reads it. Else it waits, and where the file is another by then, it writes
 * once more, into that one, by what it finds there.
 */
export function repairDatabase(path: string): void {
  withRepairLock(path, () => {
    endCutOff(path);
    if (isSound(path)) return;
    if (isLeftToNewer(path)) throw new StoreError('damagedNewer');
    const at = Date.now();
    markRepair(path);
    try {
      salvage(path, at);
      setAside(path, at);
      renameSync(salvaged(path), path);
    } finally {
      endCutOff(path);
    }
  });
}

/**
 * Ends a repair that was cut off by a crash, or waits for the one that is under way: to be called before each opening. Nothing happens
 * where there is none.
 */
export function finishRepair(path: string): void {
  if (isUnderRepair(path) || existsSync(salvaged(path))) withRepairLock(path, () => endCutOff(path));
}

function endCutOff(path: string): void {
  if (existsSync(salvaged(path))) {
    // While the old file is there, windows may have written to it since: if it is still damaged, it is salvaged anew.
    if (existsSync(path)) rmSync(salvaged(path));
    else {
      setAside(path, repairedAt(salvaged(path)));
      renameSync(salvaged(path), path);
    }
  }
  unmarkRepair(path);
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

function salvage(path: string, at: number): void {
  const copy = `${salvaged(path)}.begun`;
  removeDatabase(copy);
  try {
    copyReadable(path, copy, at);
    sync(copy);
    renameSync(copy, salvaged(path));
  } finally {
    removeDatabase(copy);
  }
}

function copyReadable(path: string, copy: string, at: number): void {
  const to = new DatabaseSync(copy);
  try {
    migrate(to);
    const from = new DatabaseSync(path, { readOnly: true });
    try {
      copyRows(from, to);
      leaveGap(to);
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
}

function removeDatabase(path: string): void {
  for (const ending of ['', '-wal', '-shm', '-journal']) rmSync(path + ending, { force: true });
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

function isLeftToNewer(path: string): boolean {
  const database = new DatabaseSync(path, { readOnly: true, timeout: patience });
  try {
    return isOfNewer(database);
  } finally {
    database.close();
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

function sync(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
