import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

/** A folder whose files are in memory, where the system has one: quicker, and what a killed process wrote survives there as on a disk. */
export const inMemory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** A new empty folder that is gone after the test. */
export function temporaryFolder(t: Pick<TestContext, 'after'>, parent = tmpdir()): string {
  const folder = mkdtempSync(join(parent, 'engine-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
