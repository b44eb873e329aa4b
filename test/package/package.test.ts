import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { packageExtension } from '../support/build.ts';
import { filesOf, languages } from '../support/languages/texts.ts';
import { staticImports } from '../support/staticImports.ts';
import { root, vsix } from '../support/paths.mjs';
import { readZip } from './zip.ts';

/** Every file that ships, without the chunks that esbuild names by their content. */
const SHIPPED = [
  '[Content_Types].xml',
  'extension.vsixmanifest',
  'extension/LICENSE.txt',
  'extension/SUPPORT.md',
  'extension/changelog.md',
  'extension/dist/ThirdPartyNotices.txt',
  'extension/dist/extension.cjs',
  'extension/dist/mcp.js',
  'extension/dist/webview/codicon.ttf',
  'extension/dist/webview/compare.css',
  'extension/dist/webview/compare.js',
  'extension/dist/webview/composer.css',
  'extension/dist/webview/composer.js',
  'extension/dist/webview/library.css',
  'extension/dist/webview/library.js',
  'extension/dist/webview/pictureWorker.js',
  'extension/dist/webview/preview.css',
  'extension/dist/webview/preview.js',
  'extension/dist/webview/soundWorker.js',
  'extension/dist/webview/unknown.css',
  'extension/dist/webview/unknown.js',
  'extension/media/icon.png',
  'extension/media/sample/lake-at-dawn.webp',
  'extension/media/sandbox/16x9.mp4',
  'extension/media/sandbox/1x1.mp4',
  'extension/media/sandbox/9x16.mp4',
  'extension/media/seedance.svg',
  'extension/media/sound/COPYING.LGPLv2.1',
  'extension/media/sound/README.md',
  'extension/media/sound/build.sh',
  'extension/media/sound/sound.c',
  'extension/media/sound/sound.wasm',
  'extension/media/tab-dark.svg',
  'extension/media/tab-light.svg',
  'extension/media/walkthrough/clip.svg',
  'extension/media/walkthrough/continue.svg',
  'extension/media/walkthrough/hosting.svg',
  'extension/media/walkthrough/key.svg',
  'extension/media/walkthrough/try.svg',
  'extension/package.json',
  'extension/package.nls.json',
  'extension/readme.md',
];

const CHUNK = /^extension\/dist\/(?:host\/[A-Za-z]+-[A-Z0-9]{8}\.cjs|webview\/[A-Za-z]+-[A-Z0-9]{8}\.js)$/;

/** Bytes. VS Code's own `media-preview` has 27,930. */
const ACTIVATION_LIMIT = 28_000;

const PACKAGE_LIMIT = 1_500_000;

interface Manifest {
  readonly main: string;
  readonly engines: { readonly vscode: string };
  readonly devDependencies: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;

describe('the package', () => {
  let files: Map<string, Buffer>;
  let unpacked: string;

  before(async () => {
    await packageExtension();
    files = readZip(vsix);
    unpacked = mkdtempSync(join(tmpdir(), 'seedance-package-'));
    for (const [name, content] of files) {
      mkdirSync(dirname(join(unpacked, name)), { recursive: true });
      writeFileSync(join(unpacked, name), content);
    }
  });
  after(() => rmSync(unpacked, { recursive: true, force: true }));

  test('holds exactly what is meant to ship', () => {
    const named = [...files.keys()].filter((name) => !CHUNK.test(name));
    const texts = languages
      .map(filesOf)
      .flatMap(({ manifest: names, code }) => [`extension/${names}`, `extension/${code}`]);
    assert.deepEqual(named.sort(), [...SHIPPED, ...texts].sort());
  });

  test('is smaller than 1.5 MB', () => {
    assert.ok(statSync(vsix).size < PACKAGE_LIMIT, `${statSync(vsix).size} bytes`);
  });

  test('refers to no source map', () => {
    for (const [name, content] of files) {
      if (/\.c?js$/.test(name)) assert.ok(!content.includes('sourceMappingURL'), name);
    }
  });

  test('activates from less than 28 KB', async () => {
    const loaded = await staticImports(join(unpacked, 'extension', manifest.main));
    const sizes = loaded.map((file) => statSync(file).size);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    assert.ok(total < ACTIVATION_LIMIT, `${total} bytes in ${loaded.length} files: ${sizes.join(', ')}`);
  });
});

test('the typings are those of the oldest VS Code that is allowed', () => {
  assert.equal(`^${manifest.devDependencies['@types/vscode'] ?? ''}`, manifest.engines.vscode);
});

test('the lock file names no registry', () => {
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
  assert.doesNotMatch(lock, /"resolved":\s*"https?:/);
});
