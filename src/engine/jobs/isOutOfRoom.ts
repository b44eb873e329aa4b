import { closeSync, fsyncSync, openSync, rmSync, statSync, writeSync } from 'node:fs';

/** As much as a write of the database may need at a time. */
const sample = Buffer.alloc(64 * 1024);

const outOfRoom: readonly unknown[] = ['ENOSPC', 'EDQUOT', 'EFBIG'];

/**
 * True where files beside the one at `path` cannot become as long as that one and a little more: the disk is full, a quota is used up
 * or files may not grow. SQLite says of most of these that a write failed, and not why.
 */
export function isOutOfRoom(path: string): boolean {
  const probe = `${path}.${process.pid}.room`;
  try {
    const file = openSync(probe, 'w');
    try {
      writeSync(file, sample, 0, sample.length, statSync(path, { throwIfNoEntry: false })?.size ?? 0);
      // Some file systems tell only then.
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && outOfRoom.includes(error.code);
  } finally {
    rmSync(probe, { force: true });
  }
}
