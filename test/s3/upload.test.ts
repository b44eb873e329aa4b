import assert from 'node:assert/strict';
import { appendFileSync, openSync, closeSync, truncateSync, writeSync } from 'node:fs';
import { describe, it } from 'node:test';
import { Transport } from '../../src/engine/api/transport.ts';
import { BucketError, type BucketFault } from '../../src/engine/references/bucket/bucketError.ts';
import { BucketClient } from '../../src/engine/references/bucket/bucketClient.ts';
import { uploadInChild } from './memory.ts';
import { startProxy } from './proxy.ts';
import { fileOf, quietly, Storage } from './storage.ts';

const storage = new Storage();
const megabyte = 1_000_000;

/** For `assert.rejects`. */
function fault(wanted: BucketFault, message = /./) {
  return (error: unknown): true => {
    assert.ok(error instanceof BucketError, String(error));
    assert.equal(error.fault, wanted, error.message);
    assert.match(error.message, message);
    return true;
  };
}

describe('an upload', () => {
  it('of 1 KB is there, byte by byte and under its type, and its progress ends with all of it', async (t) => {
    const { file, bytes, sha256 } = await fileOf(t, 1000);
    const shares: number[] = [];
    await storage.client(t).put('small.png', file, { ...quietly(sha256), onProgress: (share) => shares.push(share) });
    assert.deepEqual(shares, [0, 1]);
    assert.deepEqual(await storage.stat('small.png'), { status: 200, type: 'image/png', size: 1000 });
    const found = await storage.server.ask('GET', 'clips/small.png');
    assert.deepEqual(Buffer.from(await found.arrayBuffer()), bytes);
  });

  it('of 30 MB is there, and its progress only grows', async (t) => {
    const { file, bytes, sha256 } = await fileOf(t, 30 * megabyte);
    const shares: number[] = [];
    const options = { ...quietly(sha256, 'video/mp4'), onProgress: (share: number) => void shares.push(share) };
    await storage.client(t).put('large.mp4', file, options);
    assert.ok(shares.length > 50);
    assert.deepEqual(
      shares,
      shares.toSorted((a, b) => a - b),
    );
    assert.equal(shares.at(-1), 1);
    assert.deepEqual(await storage.stat('large.mp4'), { status: 200, type: 'video/mp4', size: 30 * megabyte });
    const found = await storage.server.ask('GET', 'clips/large.mp4');
    assert.ok(Buffer.from(await found.arrayBuffer()).equals(bytes));
  });

  it('of 300 MB takes no more memory than a small one', async (t) => {
    const growth = await uploadInChild(t, storage.bucket(), storage.secret, 'huge.mp4', 300 * megabyte);
    t.diagnostic(`${Math.round(growth / megabyte)} MB more than before`);
    assert.ok(growth < 64 * megabyte, `${growth} bytes more than before`);
    assert.deepEqual(await storage.stat('huge.mp4'), { status: 200, type: 'video/mp4', size: 300 * megabyte });
    await storage.client(t).remove('huge.mp4', new AbortController().signal);
  });

  it('of an empty file is there', async (t) => {
    const { file, sha256 } = await fileOf(t, 0);
    await storage.client(t).put('empty.png', file, quietly(sha256));
    assert.equal((await storage.stat('empty.png')).size, 0);
  });

  for (const key of [
    'with space.png',
    'a#b?c.png',
    '100%.png',
    '%41.png',
    'a+b&c=d.png',
    "it's (1)!*.png",
    'snowman ☃ and 🎬.png',
    'right \u202eto\u202c left שלום.png',
    'folder of ours/deep/~.png',
  ])
    it(`stands under a key of whatever characters: ${JSON.stringify(key)}`, async (t) => {
      const { file, bytes, sha256 } = await fileOf(t, 100);
      const client = storage.client(t);
      await client.put(key, file, quietly(sha256));
      const list = await (await storage.server.ask('GET', 'clips?encoding-type=url')).text();
      const keys = [...list.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, name = '']) =>
        decodeURIComponent(name.replaceAll('&apos;', "'")),
      );
      assert.ok(keys.includes(key), keys.join('\n'));
      const { url } = await client.link(key);
      assert.deepEqual(Buffer.from(await (await fetch(url)).arrayBuffer()), bytes);
      await client.remove(key, new AbortController().signal);
      assert.equal((await fetch(url)).status, 404);
    });

  it('reaches a bucket whose name stands before the host', async (t) => {
    const { file, bytes, sha256 } = await fileOf(t, 5000);
    const proxy = await startProxy(t, storage.server.origin);
    const transport = new Transport({ strictSSL: true, proxy, noProxy: [] });
    t.after(() => transport.close());
    const bucket = storage.bucket({ endpoint: `http://${storage.server.host}`, style: 'virtualHost' });
    const client = new BucketClient(bucket, storage.secret, transport);
    await client.put('a b+c.png', file, quietly(sha256));
    assert.equal((await storage.stat('a%20b%2Bc.png')).status, 200);
    const { url } = await client.link('a b+c.png');
    assert.equal(new URL(url).host, `clips.${storage.server.host}`);
    const { origin, pathname, search } = new URL(url);
    const reply = await transport.pooled(origin, 'service').request({ origin, path: pathname + search, method: 'GET' });
    assert.deepEqual(Buffer.from(await reply.body.arrayBuffer()), bytes);
  });

  it('that is stopped in the middle ends at once and leaves nothing', async (t) => {
    const { file, sha256 } = await fileOf(t, 30 * megabyte);
    const stop = new AbortController();
    const reason = new Error('stopped by the user');
    const onProgress = (share: number): void => {
      if (share > 0.3) stop.abort(reason);
    };
    const put = storage.client(t).put('stopped.mp4', file, { ...quietly(sha256), signal: stop.signal, onProgress });
    await assert.rejects(put, reason);
    assert.equal((await storage.stat('stopped.mp4')).status, 404);
  });

  it('of a file that was changed since it was hashed is refused, and what was there before stays', async (t) => {
    const { file, path, bytes, sha256 } = await fileOf(t, 3 * megabyte);
    await storage.client(t).put('changed.mp4', file, quietly(sha256));
    const descriptor = openSync(path, 'r+');
    writeSync(descriptor, 'changed', 1000);
    closeSync(descriptor);
    const put = storage.client(t).put('changed.mp4', file, quietly(sha256));
    await assert.rejects(put, fault('changed', /^The file changed while it was uploaded\. Try again/));
    const found = await storage.server.ask('GET', 'clips/changed.mp4');
    assert.ok(Buffer.from(await found.arrayBuffer()).equals(bytes));
  });

  const changes: Record<string, (path: string) => void> = {
    'written to': (path) => {
      const descriptor = openSync(path, 'r+');
      writeSync(descriptor, Buffer.alloc(megabyte), 0, megabyte, 29 * megabyte);
      closeSync(descriptor);
    },
    'made longer': (path) => appendFileSync(path, 'more'),
    'cut short': (path) => truncateSync(path, 20 * megabyte),
  };
  for (const [what, change] of Object.entries(changes))
    it(`of a file that is ${what} meanwhile is refused`, async (t) => {
      const { file, path, sha256 } = await fileOf(t, 30 * megabyte);
      let changed = false;
      const onProgress = (share: number): void => {
        if (share < 0.3 || changed) return;
        changed = true;
        change(path);
      };
      const put = storage.client(t).put('unsteady.mp4', file, { ...quietly(sha256), onProgress });
      await assert.rejects(put, fault('changed'));
      assert.equal((await storage.stat('unsteady.mp4')).status, 404);
    });
});

describe('the storage itself', () => {
  it('refuses a wrong secret, also of a file that it does not wait for', async (t) => {
    for (const size of [1000, 100 * megabyte]) {
      const { file, sha256 } = await fileOf(t, size);
      const client = storage.client(t, {}, { secretAccessKey: 'WRONG' });
      const message = /^The secret key is not the one of the access key AKTEST\. Enter it again\.$/;
      await assert.rejects(client.put('refused.png', file, quietly(sha256)), fault('secret', message));
    }
    assert.equal((await storage.stat('refused.png')).status, 404);
  });

  it('refuses an access key that it does not know', async (t) => {
    const { file, sha256 } = await fileOf(t, 1000);
    const put = storage.client(t, { accessKeyId: 'NOBODY' }).put('refused.png', file, quietly(sha256));
    await assert.rejects(put, fault('accessKey', /does not know the access key NOBODY/));
  });

  it('has no such bucket', async (t) => {
    const { file, sha256 } = await fileOf(t, 1000);
    const put = storage.client(t, { name: 'nowhere' }).put('a.png', file, quietly(sha256));
    await assert.rejects(put, fault('noBucket', /^There is no bucket “nowhere” at 127\.0\.0\.1:\d+\. Check/));
  });

  it('refuses what was signed by a clock that is wrong', async (t) => {
    const { file, sha256 } = await fileOf(t, 1000);
    t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 40 * 60_000 });
    const put = storage.client(t).put('a.png', file, quietly(sha256));
    await assert.rejects(put, fault('clock', /^This machine's clock is 40 min ahead of that of 127/));
  });
});

describe('deleting', () => {
  it('takes an object away, and is content where there is none', async (t) => {
    const { file, sha256 } = await fileOf(t, 1000);
    const client = storage.client(t);
    const { signal } = new AbortController();
    await client.put('gone.png', file, quietly(sha256));
    await client.remove('gone.png', signal);
    assert.equal((await storage.stat('gone.png')).status, 404);
    await client.remove('gone.png', signal);
  });

  it('says whose key may not delete', async (t) => {
    const client = storage.client(t, {}, { secretAccessKey: 'WRONG' });
    await assert.rejects(client.remove('a.png', new AbortController().signal), fault('secret'));
  });
});
