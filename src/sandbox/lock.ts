import { readFile, rm, stat, writeFile } from 'node:fs/promises';

/**
 * Takes a lock file for this process; false where a living process holds it. A holder that has ended, or that took it more than
 * `lifetime` ms ago, has lost it. Two processes that find the same dead holder at the same instant may both get it: whatever the lock
 * guards must stay right (only dearer) when done twice.
 */
export async function takeLock(path: string, lifetime: number): Promise<boolean> {
  if (await create(path)) return true;
  if (!(await isDead(path, lifetime))) return false;
  await rm(path, { force: true });
  return create(path);
}

async function create(path: string): Promise<boolean> {
  try {
    await writeFile(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function isDead(path: string, lifetime: number): Promise<boolean> {
  try {
    const [{ mtimeMs }, text] = await Promise.all([stat(path), readFile(path, 'utf8')]);
    return mtimeMs < Date.now() - lifetime || (text !== '' && !isRunning(Number(text)));
  } catch (error) {
    // Given back just now: free.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return true;
    throw error;
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
