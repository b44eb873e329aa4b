import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test, describe } from 'node:test';
import { ClipBytes } from '../../../../src/webview/preview/pictures/clipBytes.ts';

const sizes: Readonly<Record<string, number>> = { '/small': 1000, '/large': 40 * 1024 * 1024 };

/** What was asked for since the last test. */
const asked: string[] = [];
let knowsRanges = true;

/** Each byte tells where it stands. */
function contentOf(size: number): Buffer {
  return Buffer.alloc(
    size,
    Uint8Array.from({ length: 251 }, (_, index) => index),
  );
}

const server = createServer(({ url = '', headers }, response) => {
  const size = sizes[url];
  if (size === undefined) {
    response.writeHead(404).end();
    return;
  }
  asked.push(headers.range ?? '');
  const [, from = '0', to] = /^bytes=(\d+)-(\d*)$/.exec(headers.range ?? '') ?? [];
  const [start, end] = knowsRanges ? [Number(from), to ? Number(to) + 1 : size] : [0, size];
  // VS Code, which is this server in the product, tells of a part where it is in the whole, and no length.
  if (knowsRanges) response.writeHead(206, { 'content-range': `bytes ${start}-${end - 1}/${size}` });
  else response.writeHead(200, { 'content-length': size });
  response.end(contentOf(size).subarray(start, end));
});
let origin: string;
describe('the bytes of a clip', () => {
  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => server.close());

  const { signal } = new AbortController();

  function isRight(bytes: ArrayBuffer, start: number): boolean {
    return new Uint8Array(bytes).every((byte, index) => byte === (start + index) % 251);
  }

  test('a small clip is read at once', async () => {
    asked.length = 0;
    const clip = await ClipBytes.open(`${origin}/small`, signal);
    assert.equal(clip.size, 1000);
    for (const [start, end] of [
      [0, 10],
      [500, 1000],
    ] as const) {
      const bytes = await clip.read(start, end);
      assert.equal(bytes.byteLength, end - start);
      assert.ok(isRight(bytes, start));
    }
    assert.deepEqual(asked, ['bytes=0-0', 'bytes=0-']);
  });

  test('of a large clip only those parts are read that are needed', async () => {
    asked.length = 0;
    const clip = await ClipBytes.open(`${origin}/large`, signal);
    assert.equal(clip.size, 40 * 1024 * 1024);
    const bytes = await clip.read(39_000_000, 39_000_100);
    assert.equal(bytes.byteLength, 100);
    assert.ok(isRight(bytes, 39_000_000));
    assert.deepEqual(asked, ['bytes=0-0', 'bytes=39000000-39000099']);
  });

  test('a clip may be read at once up to another size', async () => {
    asked.length = 0;
    const clip = await ClipBytes.open(`${origin}/large`, signal, 40 * 1024 * 1024);
    assert.equal(clip.whole?.byteLength, 40 * 1024 * 1024);
    assert.ok(isRight(await clip.read(1000, 1010), 1000));
    assert.equal((await ClipBytes.open(`${origin}/small`, signal, 999)).whole, undefined);
    assert.deepEqual(asked, ['bytes=0-0', 'bytes=0-', 'bytes=0-0']);
  });

  test('a host that knows no ranges gives the right bytes all the same', async () => {
    knowsRanges = false;
    const clip = await ClipBytes.open(`${origin}/large`, signal);
    assert.equal(clip.size, 40 * 1024 * 1024);
    const bytes = await clip.read(1000, 1010);
    assert.equal(bytes.byteLength, 10);
    assert.ok(isRight(bytes, 1000));
    knowsRanges = true;
  });

  test('what is not there is not opened', async () => {
    await assert.rejects(ClipBytes.open(`${origin}/missing`, signal));
  });
});
