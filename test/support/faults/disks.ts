import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

/** A place on a disk that can be made to take no more. */
export interface Disk {
  readonly path: string;
  readonly fill: () => void;
  /** Behind `fill`: leaves room for a page and no more. */
  readonly leavePage: () => void;
  readonly free: () => void;
}

const isLinux = process.platform === 'linux';

/** Whether this process may mount a disk. */
export const mayMount = isLinux && process.getuid?.() === 0;

/** Whether this process may say how long its files may become. */
export const mayLimit = isLinux && hasPrlimit();

/** A disk of 2 MB, and one file that fills it. */
export function smallDisk(t: TestContext): Disk {
  const path = mount(t, 'size=2m');
  const filler = join(path, 'filler');
  const isTaken = (size: number): boolean => {
    try {
      writeFileSync(filler, Buffer.alloc(size), { flag: 'a' });
      return true;
    } catch {
      return false;
    }
  };
  const fill = (): void => {
    for (let size = 1 << 20; size >= 1; size >>= 1) while (isTaken(size));
  };
  const leavePage = (): void => truncateSync(filler, statSync(filler).size - 4096);
  return { path, fill, leavePage, free: () => truncateSync(filler) };
}

/** A folder in which, as everywhere else for this process, no file can grow beyond a limit: writes end with `EFBIG`. */
export function limitedFiles(t: TestContext): Disk {
  const path = mkdtempSync(join(tmpdir(), 'limited-'));
  const limit = (bytes: number | 'unlimited'): void => {
    execFileSync('prlimit', ['--pid', String(process.pid), `--fsize=${bytes}:`]);
  };
  t.after(() => {
    limit('unlimited');
    rmSync(path, { recursive: true, force: true });
  });
  return { path, fill: () => limit(0), leavePage: () => limit(4096), free: () => limit('unlimited') };
}

/** A folder that can be made one that may only be read. */
export function lockedFolder(t: TestContext): {
  readonly path: string;
  readonly lock: () => void;
  readonly unlock: () => void;
} {
  // Nothing is locked for root but what is mounted so.
  if (mayMount) {
    const path = mount(t, 'size=8m');
    const remount = (how: 'ro' | 'rw'): void => void execFileSync('mount', ['-o', `remount,${how}`, path]);
    return { path, lock: () => remount('ro'), unlock: () => remount('rw') };
  }
  const path = mkdtempSync(join(tmpdir(), 'locked-'));
  const change = (folder: number, file: number): void => {
    for (const entry of readdirSync(path, { recursive: true, withFileTypes: true }))
      chmodSync(join(entry.parentPath, entry.name), entry.isFile() ? file : folder);
    chmodSync(path, folder);
  };
  t.after(() => {
    change(0o755, 0o644);
    rmSync(path, { recursive: true, force: true });
  });
  return { path, lock: () => change(0o555, 0o444), unlock: () => change(0o755, 0o644) };
}

/** Path of a disk of its own, mounted with these options of tmpfs until the test is over. */
export function mount(t: TestContext, options: string): string {
  const path = mkdtempSync(join(tmpdir(), 'small-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path]);
  t.after(() => {
    execFileSync('umount', ['-l', path]);
    rmSync(path, { recursive: true, force: true });
  });
  return path;
}

function hasPrlimit(): boolean {
  try {
    execFileSync('prlimit', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
