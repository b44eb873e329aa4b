// What is read when a window starts, in one file. With `splitting` esbuild puts whatever the entry shares with what is loaded later into a
// file of its own: a dozen, each of which costs the start a way through Node's loader. Put together they are loaded in three quarters of
// the time.
import { build } from 'esbuild';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join, posix, relative, resolve } from 'node:path';

/**
 * Puts all that `entry` imports statically into `entry` itself. The files it was in stay, for those that are loaded later, and hand on what
 * the entry holds: nothing is there twice.
 *
 * @param {import('esbuild').Metafile} metafile of the build that wrote `entry`
 * @param {string} entry an output of it, in `common.outdir`
 * @param {import('esbuild').BuildOptions} common what to build it with
 */
export async function startAsOneFile(metafile, entry, common) {
  const shared = [...staticallyImported(metafile, entry)];
  const nameOf = (file, name) => `$${shared.indexOf(file)}${name}`;
  const from = (file) => JSON.stringify(`./${posix.relative(dirname(entry), file)}`);
  const all = shared.map((file) => {
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
    stdin: { contents: [`export * from ${from(entry)};`, ...all].join('\n'), resolveDir: dirname(entry) },
    outfile: entry,
    allowOverwrite: true,
    plugins: [parts(dirname(entry))],
  });
  for (const file of shared) {
    const names = metafile.outputs[file].exports.map((name) => `${nameOf(file, name)} as ${name}`);
    await writeFile(file, `export{${names}}from"${posix.relative(dirname(file), entry)}";\n`);
  }
}

/** The files that are put together; what is loaded later stays where it is. */
const parts = (folder) => ({
  name: 'parts',
  setup({ onLoad, onResolve }) {
    // Not CommonJS yet, whatever the name says.
    onLoad({ filter: /\.cjs$/ }, async ({ path }) => ({ contents: await readFile(path, 'utf8') }));
    onResolve({ filter: /^\.\.?\// }, ({ kind, path, resolveDir }) => {
      if (kind !== 'dynamic-import') return undefined;
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
