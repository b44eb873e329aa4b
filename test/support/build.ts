import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { node, out, root, vsix } from './paths.mjs';

const run = promisify(execFile);

/** Everything that the package is made from, as patterns below the top. */
export const INPUTS = [
  ...[
    'src',
    'media',
    'l10n',
    'build',
    'package.json',
    'package.nls*.json',
    'package-lock.json',
    'esbuild.mjs',
    'tsconfig.json',
  ],
  ...['.vscodeignore', 'README.md', 'CHANGELOG.md', 'SUPPORT.md', 'LICENSE', 'test/support/package.mjs'],
];

/** Builds dist/ and packages it as out/seedance-studio.vsix. False when nothing that goes into them has changed. */
export async function packageExtension(): Promise<boolean> {
  const stamp = join(out, 'packaged');
  const wanted = fingerprint();
  const current = existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
  if (current && existsSync(vsix) && existsSync(join(root, 'dist/extension.cjs'))) return false;
  mkdirSync(out, { recursive: true });
  rmSync(stamp, { force: true });
  await run(node, ['test/support/package.mjs', '--out', vsix], { cwd: root });
  writeFileSync(stamp, wanted);
  return true;
}

/** Builds the suite that runs inside VS Code, each test file for itself, so that none can be forgotten in a list. */
export async function buildIntegration(): Promise<string> {
  const outdir = join(out, 'integration');
  rmSync(outdir, { recursive: true, force: true });
  const tests = globSync('test/integration/**/*.test.ts', { cwd: root });
  await build({
    absWorkingDir: root,
    entryPoints: ['test/integration/index.ts', ...tests],
    outdir,
    outbase: 'test/integration',
    outExtension: { '.js': '.cjs' },
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node22.20',
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  return join(outdir, 'index.cjs');
}

/** One hash over the names and contents of all inputs. */
function fingerprint(): string {
  const hash = createHash('sha256');
  const files = INPUTS.flatMap((input) => globSync([input, `${input}/**/*`], { cwd: root }));
  for (const file of files.filter((name) => statSync(join(root, name)).isFile()).sort()) {
    hash.update(file).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}
