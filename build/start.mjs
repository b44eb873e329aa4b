// What is read when a window starts, in one file. With `splitting` esbuild puts whatever the entry shares with what is loaded later into a
// file of its own: a dozen, each of which costs the start a way through Node's loader. Put together they are loaded in three quarters of
// the time.
import { build } from 'esbuild';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join, posix, relative, resolve } from 'node:path';
import { api } from './commonJs.mjs';

/**
 * Puts all that `entry` imports statically into `entry` itself. The files it was in stay, for those that are loaded later, and hand on what
 * the entry holds: nothing is there twice.
 *
 * @param {import('esbuild').Metafile} metafile of the build that wrote `entry`
 * @param {string} entry an output of it, in `common.outdir`
 * @param {import('esbuild').BuildOptions} common what to build it with
 */
export async function startAsOneFile(metafile, entry, common) {
  const all = [...staticallyImported(metafile, entry)];
  // What esbuild itself adds, for the packages among what is loaded later: it has no source.
  const [helpers = [], shared = []] = [true, false].map((are) =>
    all.filter((file) => isHelper(metafile, file) === are),
  );
  const nameOf = (file, name) => `$${shared.indexOf(file)}${name}`;
  const from = (file) => JSON.stringify(`./${posix.relative(dirname(entry), file)}`);
  const handedOn = shared.map((file) => {
    const names = metafile.outputs[file].exports.map((name) => `${name} as ${nameOf(file, name)}`);
    return `export {${names}} from ${from(file)};`;
  });
  await build({
    ...common,
    entryPoints: undefined,
    outdir: undefined,
    chunkNames: undefined,
    splitting: false,
    metafile: false,
    write: true,
    logLevel: 'warning',
    stdin: { contents: [`export * from ${from(entry)};`, ...handedOn].join('\n'), resolveDir: dirname(entry) },
    outfile: entry,
    allowOverwrite: true,
    logOverride: { 'ignored-bare-import': 'silent' },
    plugins: [parts(dirname(entry), new Set(helpers.map((file) => resolve(file))))],
  });
  for (const file of shared) {
    const { exports } = metafile.outputs[file];
    const names = exports.map((name) => `${nameOf(file, name)} as ${name}`);
    await writeFile(file, `import{${names}}from"${posix.relative(dirname(file), entry)}";export{${exports}};\n`);
  }
}

function isHelper(metafile, file) {
  return Object.keys(metafile.outputs[file].inputs).length === 0;
}

/** The files that are put together; what is loaded later stays where it is, and helpers that nothing uses are left out. */
const parts = (folder, helpers) => ({
  name: 'parts',
  setup({ onLoad, onResolve }) {
    // Not CommonJS yet, whatever the name says. The API of VS Code, which each part imports for itself, is required once.
    onLoad({ filter: /\.cjs$/ }, async ({ path }) => {
      const code = await readFile(path, 'utf8');
      return { contents: code.replaceAll(api, 'import{api as $1}from"shared:api";') };
    });
    onResolve({ filter: /^shared:api$/ }, ({ path }) => ({ path, namespace: 'shared' }));
    onLoad({ filter: /./, namespace: 'shared' }, () => ({ contents: 'import*as api from"vscode";export{api};' }));
    onResolve({ filter: /^\.\.?\// }, ({ kind, path, resolveDir }) => {
      const file = resolve(resolveDir, path);
      if (kind !== 'dynamic-import') return helpers.has(file) ? { path: file, sideEffects: false } : undefined;
      return { path: `./${relative(resolve(folder), join(resolveDir, path)).replaceAll('\\', '/')}`, external: true };
    });
  },
});

/** The outputs that are loaded with this one, before it runs. */
function staticallyImported(metafile, output, found = new Set()) {
  for (const { kind, path } of metafile.outputs[output].imports) {
    if (kind !== 'import-statement' || !(path in metafile.outputs) || found.has(path)) continue;
    found.add(path);
    staticallyImported(metafile, path, found);
  }
  return found;
}
