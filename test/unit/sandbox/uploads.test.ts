import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { test } from 'node:test';
import { never, open } from './client.ts';

test('an upload is kept by its SHA-256 and read back byte for byte, without a key', async (t) => {
  const sandbox = await open(t);
  const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, n) => n % 251));
  const url = await sandbox.upload('my%20photo.png', bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  assert.equal(url, `${sandbox.origin}/sandbox/media/${sha256}/my%20photo.png`);
  const response = await fetch(url);
  assert.deepEqual([response.status, response.headers.get('content-type')], [200, 'image/png']);
  assert.deepEqual(Buffer.from(await response.arrayBuffer()), bytes);
  assert.deepEqual(await readdir(join(sandbox.folder, 'media')), [sha256]);
});

test('a name never becomes a path, and a file that is no reference medium is refused', async (t) => {
  const sandbox = await open(t);
  const url = await sandbox.upload('..%2F..%2Fescape.png', 'picture');
  assert.equal((await fetch(url)).status, 200);
  assert.equal(
    (await readdir(sandbox.folder, { recursive: true })).some((name) => name.includes('escape')),
    false,
  );
  for (const name of ['page.html', 'picture.svg', 'png', 'clip.mp4.exe']) {
    assert.equal((await sandbox.send('PUT', `/sandbox/media/${name}`, 'x')).status, 400, name);
  }
  assert.equal((await fetch(url.replace(/[^/]+$/, 'page.html'))).status, 404);
});

test('an empty upload is refused, and an upload that breaks off leaves nothing behind', async (t) => {
  const sandbox = await open(t);
  assert.equal((await sandbox.send('PUT', '/sandbox/media/a.png')).status, 400);
  const headers = { Authorization: 'Bearer sd2_live_key', 'Content-Length': '1000' };
  const call = request(`${sandbox.origin}/sandbox/media/a.png`, { method: 'PUT', headers });
  call.write('half', () => call.destroy());
  await once(call, 'error');
  await sandbox.close();
  for (const folder of ['media', 'temporary']) assert.deepEqual(await readdir(join(sandbox.folder, folder)), []);
});

test('an upload is a reference on any loopback port, one that never was is not', async (t) => {
  const sandbox = await open(t, { pace: never });
  const url = await sandbox.upload('a.png', 'picture');
  const elsewhere = url.replace(/:\d+\//, ':1/');
  for (const each of [url, elsewhere, elsewhere.replace('127.0.0.1', 'localhost')]) {
    assert.equal((await sandbox.create({ mediaUrls: [each] })).creditsCharged, 64);
  }
  const { http, error } = await sandbox.create({ mediaUrls: [url, url.replace(/[0-9a-f]{64}/, '0'.repeat(64))] });
  assert.equal(http, 400);
  assert.match(error?.message ?? '', /^mediaUrls\[1\]/);
});
