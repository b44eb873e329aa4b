import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

/** A built file and all that it imports before it runs, directly or through others, as absolute paths. */
export async function staticImports(entry: string): Promise<string[]> {
  const { metafile } = await build({
    entryPoints: [entry],
    absWorkingDir: dirname(entry),
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    splitting: true,
    outdir: 'never-written',
    platform: 'node',
    external: ['vscode'],
    logLevel: 'silent',
  });
  const loaded = new Set<string>();
  const load = (path: string): void => {
    const file = metafile.inputs[path];
    if (!file || loaded.has(path)) return;
    loaded.add(path);
    for (const { kind, path: imported } of file.imports)
      if (kind === 'import-statement' || kind === 'require-call') load(imported);
  };
  load(Object.keys(metafile.inputs).find((path) => join(dirname(entry), path) === entry) ?? '');
  assert.ok(loaded.size > 0, 'the entry is found');
  return [...loaded].map((path) => join(dirname(entry), path));
}
