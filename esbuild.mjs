// Builds what ships into dist/: the extension (host) and the pages (browser). `--watch` keeps building, `--dev` skips minifying.
import { build, context } from 'esbuild';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

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
  chunkNames: 'host/[name]-[hash]',
  platform: 'node',
  target: 'node22.20',
  external: ['vscode'],
  // undici is CommonJS inside and calls require() for Node's own modules.
  banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
};

const pages = {
  ...common,
  entryPoints: {
    composer: 'src/webview/composer/main.ts',
    preview: 'src/webview/preview/main.ts',
    unknown: 'src/webview/unknown/main.ts',
  },
  outdir: 'dist/webview',
  platform: 'browser',
  target: 'chrome142',
  loader: { '.ttf': 'file' },
  assetNames: '[name]',
};

await rm('dist', { recursive: true, force: true });
if (watch) {
  for (const options of [host, pages]) await (await context(options)).watch();
} else {
  const built = await Promise.all([build(host), build(pages)]);
  await writeFile(
    'dist/ThirdPartyNotices.txt',
    await notices(built.flatMap(({ metafile }) => Object.keys(metafile.inputs))),
  );
}

/** The licences of the packages that these files came from: what we ship of others, we ship with their names. */
async function notices(files) {
  const names = new Set(files.flatMap((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []));
  const texts = [...names].sort().map(async (name) => {
    const folder = join('node_modules', name);
    const { version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    const licences = (await readdir(folder)).filter((file) => /^licen[cs]e/i.test(file));
    const words = await Promise.all(licences.map((file) => readFile(join(folder, file), 'utf8')));
    return [`${name} ${version} (${license})`, ...words.map((text) => text.trim())].join('\n\n');
  });
  return `${(await Promise.all(texts)).join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}
