import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { INPUTS, packageExtension } from '../support/build.ts';
import { node, out, root } from '../support/paths.mjs';
import { readZip } from './zip.ts';

const run = promisify(execFile);

/** Below the checkout, so that it finds the tools there; all that the package is made from is its own. */
const copy = join(out, 'copy');

before(async () => {
  await packageExtension();
  const bundled = JSON.parse(readFileSync(join(root, 'dist/bundled.json'), 'utf8')) as { readonly folder: string }[];
  const packages = bundled.map(({ folder }) => folder);
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(copy, { recursive: true });
  for (const input of [...globSync([...INPUTS, 'test/support/paths.mjs'], { cwd: root }), ...packages])
    cpSync(join(root, input), join(copy, input), { recursive: true });
  // Written at another time than the originals.
  for (const file of globSync('media/*', { cwd: copy })) utimesSync(join(copy, file), 1e9, 1e9);
});
after(() => rmSync(copy, { recursive: true, force: true }));

test('two builds of the same sources are the same bytes, in another folder, at another time and in another time zone', async () => {
  const [one, other] = [join(out, 'one.vsix'), join(out, 'other.vsix')];
  const env = { ...process.env, SOURCE_DATE_EPOCH: '1790000000' };
  await run(node, ['test/support/package.mjs', '--out', one], { cwd: root, env: { ...env, TZ: 'Asia/Tokyo' } });
  await run(node, ['test/support/package.mjs', '--out', other], { cwd: copy, env: { ...env, TZ: 'America/Lima' } });
  const [first, second] = [readFileSync(one), readFileSync(other)];
  assert.ok(first.length > 0 && first.equals(second), `${first.length} and ${second.length} bytes`);
  for (const file of [one, other]) rmSync(file);
});

test('where the repository is known, all pictures and links of the README lead there', async () => {
  const manifest = join(copy, 'package.json');
  const repository = { type: 'git', url: 'git+https://github.com/someone/seedance-studio.git' };
  writeFileSync(manifest, JSON.stringify({ ...JSON.parse(readFileSync(manifest, 'utf8')), repository }));
  const packed = join(out, 'published.vsix');
  await run(node, ['test/support/package.mjs', '--out', packed], { cwd: copy });
  const readme = String(readZip(packed).get('extension/readme.md'));
  rmSync(packed);
  const targets = [...readme.matchAll(/\]\(([^)#][^)]*)\)/g)].map(([, target]) => target ?? '');
  const own = targets.filter((target) => target.startsWith('https://github.com/someone/seedance-studio/'));
  assert.ok(own.some((target) => target.endsWith('.png') || target.endsWith('.gif') || target.endsWith('.webp')));
  assert.deepEqual(
    targets.filter((target) => !/^(https|command|vscode):/.test(target)),
    [],
  );
});
