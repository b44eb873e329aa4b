import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { before, test } from 'node:test';
import { promisify } from 'node:util';
import { packageExtension } from '../support/build.ts';
import { node, root, vsix } from '../support/paths.mjs';

const run = promisify(execFile);

interface Manifest {
  readonly name: string;
  readonly publisher: string;
  readonly version: string;
  readonly repository?: unknown;
}

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;

before(async () => {
  await packageExtension();
});

test('the changelog says what is new in this version, and says it first', () => {
  const heads = readFileSync(join(root, 'CHANGELOG.md'), 'utf8').match(/^## \S+/gm);
  assert.equal(heads?.[0], `## ${manifest.version}`);
});

test('the README shows pictures that are there', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const pictures = [...readme.matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map(([, path]) => path ?? '');
  assert.ok(pictures.length > 0);
  for (const path of pictures) assert.equal(globSync(path, { cwd: root }).length, 1, path);
});

test(
  'both marketplaces can find its sources',
  { todo: manifest.repository === undefined && 'the release names the repository it is made in' },
  () => {
    assert.ok(manifest.repository);
  },
);

test('the program of Open VSX publishes it, and each byte of it arrives', async (t) => {
  const published: Buffer[] = [];
  const registry = createServer((request, response) => {
    void answer(request, published).then((reply) => {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(reply));
    });
  });
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
  t.after(() => registry.close());
  const { port } = registry.address() as AddressInfo;
  const ovsx = join(root, 'test/publish/node_modules/ovsx/bin/ovsx');
  const { stdout } = await run(
    node,
    [ovsx, 'publish', vsix, '--registryUrl', `http://127.0.0.1:${port}`, '--pat', 'of-no-worth'],
    { cwd: root },
  );
  assert.match(stdout, new RegExp(`Published ${manifest.publisher}\\.${manifest.name} v${manifest.version}`));
  assert.equal(published.length, 1);
  assert.ok(published[0]?.equals(readFileSync(vsix)));
});

/** As Open VSX answers: what it takes, and what was just published. */
async function answer(request: IncomingMessage, published: Buffer[]): Promise<object> {
  const body = await buffer(request);
  if (request.url?.startsWith('/api/version') === true) return { version: '1.4.0' };
  if (request.url?.startsWith('/api/-/publish') !== true) return {};
  published.push(body);
  const { name, publisher: namespace, version } = manifest;
  return { name, namespace, version };
}
