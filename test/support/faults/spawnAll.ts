import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Runs this module's source in that many processes at once; resolves with what each of them printed. */
export async function spawnAll(count: number, source: string): Promise<string[]> {
  const args = ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', source];
  const all = await Promise.all(Array.from({ length: count }, () => run(process.execPath, args)));
  return all.map(({ stdout }) => stdout.trim());
}
