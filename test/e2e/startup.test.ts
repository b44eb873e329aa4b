import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { CodeRead } from '../support/codeRead.ts';
import { Studio } from './support.ts';

const own = '/seedance-studio.seedance-studio-';

let studio: Studio;
let place: string;
let reads: CodeRead;
before(async () => {
  place = mkdtempSync(join(tmpdir(), 'seedance-reads-'));
  reads = new CodeRead(place);
  // All of its pictures have changed, as git sees it.
  studio = await Studio.open({ env: reads.env }, (folder) => execFileSync('git', ['init', '-q'], { cwd: folder }));
});
afterEach(async (context) => await studio.afterTest(context));
after(async () => {
  await studio.close();
  rmSync(place, { recursive: true });
});

test('a window that has come to rest has read the entry alone of our code, and with a text what looks for links', async () => {
  const names = async (): Promise<string[]> => (await reads.untilRest(own)).map((file) => basename(file));
  assert.deepEqual(await names(), ['extension.cjs']);
  await studio.wb.explorer.open('README.md');
  const named = (await names()).filter((name) => !name.startsWith('chunk-')).map((name) => name.replace(/-.*/, ''));
  assert.deepEqual(named, ['extension.cjs', 'inDocuments']);
});
