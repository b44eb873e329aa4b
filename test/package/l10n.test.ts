import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { node, root } from '../support/paths.mjs';

test('every string of the code is in the bundle that translators get, and no other', async () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { l10n: string } };
  const folder = mkdtempSync(join(tmpdir(), 'seedance-l10n-'));
  try {
    const options = scripts.l10n.split(' ').slice(1);
    const program = join(root, 'node_modules/@vscode/l10n-dev/dist/cli.js');
    const args = options.map((option) => (option === 'l10n' ? folder : option));
    await promisify(execFile)(node, [program, ...args], { cwd: root });
    const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
    assert.deepEqual(
      read(join(folder, 'bundle.l10n.json')),
      read(join(root, 'l10n/bundle.l10n.json')),
      'run `npm run l10n`',
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('every string that the manifest names is there, and none that it does not', () => {
  const manifest = readFileSync(join(root, 'package.json'), 'utf8');
  const named = new Set(Array.from(manifest.matchAll(/"%([^%"]+)%"/g), ([, name]) => name));
  for (const file of globSync('package.nls*.json', { cwd: root })) {
    const strings = JSON.parse(readFileSync(join(root, file), 'utf8')) as Record<string, string>;
    assert.deepEqual(Object.keys(strings).sort(), [...named].sort(), file);
  }
});
