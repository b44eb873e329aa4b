// `npm run package [-- --out FILE]`: builds the extension and packs it. The same sources make the same bytes, so that anybody can check
// what is published: all times in the package are that of the commit, or of SOURCE_DATE_EPOCH (seconds since 1970).
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { root } from './paths.mjs';

/** What the oldest time is that a ZIP can tell, for sources without a history. */
const withoutHistory = '315619200';

const vsce = join(dirname(createRequire(import.meta.url).resolve('@vscode/vsce/package.json')), 'vsce');

run('esbuild.mjs');
// The README's pictures stay relative: there is no public repository yet to rewrite them to.
const options = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'];
run(vsce, 'package', ...options, ...process.argv.slice(2));

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
