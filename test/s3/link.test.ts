import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { Bucket } from '../../src/engine/references/bucket/bucket.ts';
import { until } from '../support/until.ts';
import { fileOf, quietly, Storage } from './storage.ts';

const storage = new Storage();

/** An object with spaces in its key, and the link to it. */
async function linked(t: TestContext, changes: Partial<Bucket> = {}) {
  const { file, bytes, sha256 } = await fileOf(t, 2000);
  const client = storage.client(t, changes);
  await client.put('some clips/one.png', file, quietly(sha256));
  return { ...(await client.link('some clips/one.png')), bytes };
}

describe('a signed link', () => {
  it('lets everybody read the object, whole or in part, under its own type', async (t) => {
    const { url, bytes } = await linked(t);
    const whole = await fetch(url);
    assert.equal(whole.status, 200);
    assert.equal(whole.headers.get('content-type'), 'image/png');
    assert.deepEqual(Buffer.from(await whole.arrayBuffer()), bytes);
    const part = await fetch(url, { headers: { range: 'bytes=100-199' } });
    assert.equal(part.status, 206);
    assert.deepEqual(Buffer.from(await part.arrayBuffer()), bytes.subarray(100, 200));
  });

  it('ends in the path as the key does, and does not hold the secret', async (t) => {
    const { url } = await linked(t);
    assert.match(new URL(url).pathname, /\/some%20clips\/one\.png$/);
    assert.ok(!url.includes(storage.secret.secretAccessKey));
  });

  it('says when it ends, and is refused then', async (t) => {
    const before = Date.now();
    const { url, expiresAt = 0 } = await linked(t, { linkSeconds: 2 });
    assert.ok(expiresAt > before && expiresAt <= Date.now() + 2000);
    assert.equal((await fetch(url)).status, 200);
    assert.equal(await until('the link ends', async () => (await fetch(url)).status !== 200 && 'ended'), 'ended');
    assert.equal((await fetch(url)).status, 403);
    assert.ok(Date.now() >= expiresAt);
  });

  it('is refused where anything of it was changed, or left out', async (t) => {
    const { url } = await linked(t);
    const tampered = (change: (url: URL) => void): string => {
      const copy = new URL(url);
      change(copy);
      return copy.href;
    };
    const changed = [
      tampered(({ searchParams }) => searchParams.set('X-Amz-Expires', '6000')),
      tampered(({ searchParams }) => searchParams.set('X-Amz-Signature', '0'.repeat(64))),
      tampered((copy) => (copy.pathname = '/clips/another.png')),
      tampered((copy) => (copy.search = '')),
    ];
    for (const other of changed) assert.equal((await fetch(other)).status, 403, other);
  });
});

describe('a public URL', () => {
  it('lets everybody read the object for good, also by HEAD', async (t) => {
    const { url, expiresAt, bytes } = await linked(t, {
      name: 'open',
      publicUrl: `${storage.server.origin}/open/`,
    });
    assert.equal(url, `${storage.server.origin}/open/some%20clips/one.png`);
    assert.equal(expiresAt, undefined);
    assert.deepEqual(Buffer.from(await (await fetch(url)).arrayBuffer()), bytes);
    assert.equal((await fetch(url, { method: 'HEAD' })).headers.get('content-type'), 'image/png');
  });
});
