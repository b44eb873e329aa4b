import { existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

/** So much must be free there, bytes: killed windows leave up to 100 MB, and a container may give no more than 64. */
const room = 256 * 1024 * 1024;

/**
 * A folder whose files are in memory, where the system has one with room: quicker, and what a killed process wrote survives there as on
 * a disk.
 */
export const inMemory = hasRoom('/dev/shm') ? '/dev/shm' : tmpdir();

/** A new empty folder that is gone after the test. */
export function temporaryFolder(t: Pick<TestContext, 'after'>, parent = tmpdir()): string {
  const folder = mkdtempSync(join(parent, 'engine-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function hasRoom(folder: string): boolean {
  if (!existsSync(folder)) return false;
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize >= room;
}
