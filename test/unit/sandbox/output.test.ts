import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { clips, never, open } from './client.ts';

async function finished(t: TestContext) {
  const sandbox = await open(t);
  const { requestId } = await sandbox.create();
  const { output } = await sandbox.ended(requestId);
  assert.ok(output);
  return { url: output.url, bytes: await readFile(join(clips, '16x9.mp4')) };
}

test('an output is read whole, without a key', async (t) => {
  const { url, bytes } = await finished(t);
  const response = await fetch(url);
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-type'), 'video/mp4');
  assert.equal(response.headers.get('content-length'), String(bytes.length));
  assert.equal(response.headers.get('accept-ranges'), 'bytes');
  assert.match(response.headers.get('etag') ?? '', /^".+"$/);
  assert.deepEqual(Buffer.from(await response.arrayBuffer()), bytes);
});

test('a part of an output is read by its range', async (t) => {
  const { url, bytes } = await finished(t);
  const size = bytes.length;
  for (const [range, first, end] of [
    ['bytes=0-99', 0, 100],
    ['bytes=1000-', 1000, size],
    ['bytes=-500', size - 500, size],
  ] as const) {
    const response = await fetch(url, { headers: { Range: range } });
    assert.equal(response.status, 206);
    assert.equal(response.headers.get('content-range'), `bytes ${first}-${end - 1}/${size}`);
    assert.deepEqual(Buffer.from(await response.arrayBuffer()), bytes.subarray(first, end));
  }
});

test('a range behind the end is a 416 that tells the size', async (t) => {
  const { url, bytes } = await finished(t);
  const response = await fetch(url, { headers: { Range: `bytes=${bytes.length}-` } });
  assert.equal(response.status, 416);
  assert.equal(response.headers.get('content-range'), `bytes */${bytes.length}`);
});

test('a resume is given only of the same file', async (t) => {
  const { url, bytes } = await finished(t);
  const etag = (await fetch(url)).headers.get('etag') ?? '';
  const resume = async (ifRange: string) => {
    const response = await fetch(url, { headers: { Range: 'bytes=100-', 'If-Range': ifRange } });
    return [response.status, (await response.arrayBuffer()).byteLength];
  };
  assert.deepEqual(await resume(etag), [206, bytes.length - 100]);
  assert.deepEqual(await resume('"another"'), [200, bytes.length]);
});

test('an output answers GET alone, as upstream does', async (t) => {
  const { url } = await finished(t);
  const response = await fetch(url, { method: 'HEAD' });
  assert.deepEqual([response.status, response.headers.get('allow')], [405, 'GET']);
});

test('there is no output of what is unfinished, failed, cancelled or unknown', async (t) => {
  const sandbox = await open(t);
  const slow = await open(t, { folder: sandbox.folder, pace: never });
  const [unfinished, cancelled, failed] = [
    await slow.create(),
    await slow.create(),
    await sandbox.create({ prompt: '[sandbox:fail]' }),
  ];
  await slow.cancel(cancelled.requestId);
  for (const id of [unfinished.requestId, cancelled.requestId, failed.requestId, 'req_1234567890', '..%2Fa']) {
    assert.equal((await fetch(`${sandbox.origin}/sandbox/output/${id}.mp4`)).status, 404, id);
  }
});
