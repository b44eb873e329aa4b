import { globSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';

/**
 * What VS Code calls in its extension host (`extensionTestsPath`), the same in a browser's VS Code and on the desktop.
 * Every test file was built beside this one. Rejects when a test fails; VS Code then exits with 1.
 */
export async function run(): Promise<void> {
  // VS Code prints a lot of its own to the same place; the mark tells what is ours.
  Mocha.reporters.Base.consoleLog = (...args: unknown[]) => console.log(`[test] ${format(...args)}`);
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, color: false });
  for (const file of globSync('**/*.test.cjs', { cwd: __dirname }).sort()) mocha.addFile(join(__dirname, file));
  const { passes, failures, pending } = await new Promise<Mocha.Stats>((resolve, reject) => {
    const runner = mocha.run(() => {
      if (runner.stats) resolve(runner.stats);
      else reject(new Error('Mocha has counted nothing.'));
    });
  });
  const counts = join(__dirname, '../counts');
  mkdirSync(counts, { recursive: true });
  writeFileSync(
    join(counts, 'integration.json'),
    JSON.stringify({ passed: passes, failed: failures, skipped: pending }),
  );
  if (failures > 0) throw new Error(`${failures} failed`);
}
