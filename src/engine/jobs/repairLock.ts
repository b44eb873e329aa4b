import { closeSync, existsSync, openSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/** How long a window waits for another one's repair, ms. */
const patience = 30_000;

/**
 * Does `work` while no other window does its own for the database at `path`. The lock is SQLite's own on an empty file, which stays:
 * it ends with its process, however that ends, and never before. Throws the database's error (busy) where another's lasts too long.
 */
export function withRepairLock(path: string, work: () => void): void {
  const lock = new DatabaseSync(`${path}.repair-lock`, { timeout: patience });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    work();
  } finally {
    lock.close();
  }
}

/** True while a repair of the database at `path` is under way, or was cut off: what is written to it now may be left behind. */
export function isUnderRepair(path: string): boolean {
  return existsSync(markOf(path));
}

/** Tells all windows that a repair begins, before anything is read for it. Only for who has the lock. */
export function markRepair(path: string): void {
  closeSync(openSync(markOf(path), 'a'));
}

/** The path leads to the file that all windows are to use. Only for who has the lock. */
export function unmarkRepair(path: string): void {
  rmSync(markOf(path), { force: true });
}

function markOf(path: string): string {
  return `${path}.repair`;
}
