// `npm run package [-- --out FILE]`: builds the extension and packs it. The same sources make the same bytes, so that anybody can check
// what is published: all times in the package are that of the commit, or of SOURCE_DATE_EPOCH (seconds since 1970).
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { root } from './paths.mjs';

/** What the oldest time is that a ZIP can tell, for sources without a history. */
const withoutHistory = '315619200';

const vsce = join(dirname(createRequire(import.meta.url).resolve('@vscode/vsce/package.json')), 'vsce');

run('esbuild.mjs');
// The README's links lead to the repository, which a release writes into package.json. Without one they stay as they are.
const { repository } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const nowhere = repository === undefined ? ['--allow-missing-repository', '--no-rewrite-relative-links'] : [];
run(vsce, 'package', '--no-dependencies', ...nowhere, ...process.argv.slice(2));

/** Runs one script to its end; its failure is ours. */
function run(...script) {
  const env = { ...process.env, SOURCE_DATE_EPOCH: process.env.SOURCE_DATE_EPOCH ?? committedAt(), TZ: 'UTC' };
  const { status, error } = spawnSync(process.execPath, script, { cwd: root, stdio: 'inherit', env });
  if (error !== undefined) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

function committedAt() {
  const { status, stdout } = spawnSync('git', ['log', '-1', '--format=%ct'], { cwd: root, encoding: 'utf8' });
  return status === 0 && /^\d+\s*$/.test(stdout) ? stdout.trim() : withoutHistory;
}
