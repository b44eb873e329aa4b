// Builds what ships into dist/: the extension (host) and the pages (browser). `--watch` keeps building, `--dev` skips minifying.
import { build, context } from 'esbuild';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { asCommonJs } from './build/commonJs.mjs';
import { fewIcons } from './build/icons.mjs';
import { startAsOneFile } from './build/start.mjs';
import { leanUndici } from './build/undici.mjs';

const watch = process.argv.includes('--watch');
const dev = watch || process.argv.includes('--dev');

const common = {
  bundle: true,
  format: 'esm',
  // Every `await import()` becomes a file of its own: what activation does not need is not read at start-up.
  splitting: true,
  minify: !dev,
  sourcemap: dev ? 'linked' : false,
  legalComments: 'none',
  logLevel: 'info',
  metafile: true,
};

const host = {
  ...common,
  entryPoints: { extension: 'src/extension.ts' },
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  chunkNames: 'host/[name]-[hash]',
  platform: 'node',
  target: 'node22.20',
  external: ['vscode'],
  // In the file itself: it is made in several steps.
  sourcemap: dev && 'inline',
  // esbuild leaves what has not changed as it is on disk, where it is put together and CommonJS by then.
  write: false,
  plugins: [
    leanUndici,
    {
      name: 'host',
      setup({ onEnd }) {
        onEnd(async ({ metafile, outputFiles }) => {
          if (metafile === undefined) return;
          await Promise.all(outputFiles.map(({ path }) => mkdir(dirname(path), { recursive: true })));
          await Promise.all(outputFiles.map(({ path, contents }) => writeFile(path, contents)));
          const { minify, sourcemap, target } = host;
          await startAsOneFile(metafile, 'dist/extension.cjs', host);
          await asCommonJs(Object.keys(metafile.outputs), { minify, sourcemap, target });
        });
      },
    },
  ],
};

/** What agents outside of VS Code start: one file, as it is copied to where it stays. The extension never reads it. */
const mcp = {
  ...common,
  entryPoints: { mcp: 'src/mcp/main.ts' },
  outdir: 'dist',
  splitting: false,
  platform: 'node',
  target: 'node22.20',
  define: { VERSION: JSON.stringify(JSON.parse(await readFile('package.json', 'utf8')).version) },
};

const pages = {
  ...common,
  entryPoints: {
    compare: 'src/webview/compare/main.ts',
    composer: 'src/webview/composer/main.ts',
    library: 'src/webview/library/main.ts',
    unknown: 'src/webview/unknown/main.ts',
  },
  outdir: 'dist/webview',
  platform: 'browser',
  target: 'chrome142',
  loader: { '.ttf': 'file' },
  plugins: [fewIcons],
  assetNames: '[name]',
};

/** One file: each that a page waits for costs it a way to where the extension is, at the moment in which its clip wants to be seen. */
const preview = { ...pages, entryPoints: { preview: 'src/webview/preview/main.ts' }, splitting: false };

/** What ships beside the bundles. Its licence and where its source is stand beside it. */
const decoders = [
  'FFmpeg 5.1.9 (LGPL-2.1-or-later)',
  'Copyright (c) the FFmpeg developers, https://ffmpeg.org',
  'media/sound/sound.wasm holds its decoders for AAC, AC-3 and E-AC-3. It is a separate file that may be replaced. media/sound/README.md ' +
    'says where its source is and how it is built; its licence, the GNU Lesser General Public License, is media/sound/COPYING.LGPLv2.1.',
].join('\n\n');

/** Started from memory, where they find no other file: all of each is in one. */
const workers = {
  ...pages,
  entryPoints: {
    pictureWorker: 'src/webview/preview/pictures/worker.ts',
    soundWorker: 'src/webview/preview/sound/worker.ts',
  },
  format: 'iife',
  splitting: false,
};

await rm('dist', { recursive: true, force: true });
if (watch) {
  for (const options of [host, mcp, pages, preview, workers]) await (await context(options)).watch();
} else {
  const built = await Promise.all([build(host), build(mcp), build(pages), build(preview), build(workers)]);
  const packages = await bundledPackages(built.flatMap(({ metafile }) => Object.keys(metafile.inputs)));
  await writeFile('dist/ThirdPartyNotices.txt', await notices(packages));
  // Not shipped: for those who check what is.
  await writeFile('dist/bundled.json', JSON.stringify(packages, undefined, 2));
}

/** The packages that these files came from: their folders, with what their package.json says. */
async function bundledPackages(files) {
  // What a package leaves out of a browser's build is named, but not in it.
  const inside = files.filter((file) => !file.startsWith('(disabled):'));
  const folders = new Set(inside.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0] ?? []));
  const packages = [...folders].sort().map(async (folder) => {
    const { name, version, license, author } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    return { folder, name, version, license, author: author?.name ?? author };
  });
  return await Promise.all(packages);
}

/** The licences of these packages: what we ship of others, we ship with their names. */
async function notices(packages) {
  const texts = packages.map(async ({ folder, name, version, license, author }) => {
    const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file));
    const words = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
    if (words.length === 0) words.push(await textOf(license, author, name));
    return [`${name} ${version} (${license})`, ...words.map((text) => text.trim())].join('\n\n');
  });
  return `${[...(await Promise.all(texts)), decoders].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

/** A package may name its licence and leave out the text. That of MIT is known: it is our own, with another's name. */
async function textOf(license, author, name) {
  if (license !== 'MIT' || author === undefined) throw new Error(`${name} (${license}) has no text of its licence.`);
  return (await readFile('LICENSE', 'utf8')).replace(/^Copyright .*$/m, `Copyright (c) ${author}`);
}
