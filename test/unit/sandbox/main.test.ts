import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { temporaryFolder } from './client.ts';

const main = join(import.meta.dirname, '../../../src/sandbox/main.ts');

test('the program prints its origin, serves, and ends when it is told to', async (t) => {
  const program = spawn(process.execPath, [main, '--folder', await temporaryFolder(t)]);
  t.after(() => program.kill('SIGKILL'));
  const [origin] = (await once(createInterface(program.stdout), 'line')) as [string];
  const headers = { Authorization: 'Bearer sd2_live_key' };
  assert.equal((await fetch(`${origin}/api/open/v1/models`, { headers })).status, 200);
  program.kill('SIGTERM');
  // Windows has no SIGTERM to catch: there the program ends at once, by the signal.
  const [code, signal] = (await once(program, 'exit')) as [number | null, string | null];
  assert.ok(code === 0 || (process.platform === 'win32' && signal === 'SIGTERM'));
});

test('the program says what it needs', async () => {
  const program = spawn(process.execPath, [main], { stdio: ['ignore', 'ignore', 'pipe'] });
  program.stderr.setEncoding('utf8');
  let text = '';
  program.stderr.on('data', (chunk: string) => (text += chunk));
  const [code] = (await once(program, 'close')) as [number];
  assert.equal(code, 1);
  assert.match(text, /--folder DIR is needed/);
});
