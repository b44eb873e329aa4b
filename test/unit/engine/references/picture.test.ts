import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { Transport } from '../../../../src/engine/api/transport.ts';
import { fetchPicture, maxPictureBytes, pictureOf } from '../../../../src/engine/references/picture.ts';
import { inTurn, page, reset, startServer, type Handler } from '../../../support/engine/server.ts';

const starts = {
  'image/jpeg': '\xff\xd8\xff\xe0',
  'image/png': '\x89PNG\r\n\x1a\n',
  'image/gif': 'GIF89a',
  'image/webp': 'RIFF\x10\0\0\0WEBPVP8 ',
  'image/bmp': 'BM\x10\0',
};
const png = Buffer.from(starts['image/png'], 'latin1');
const sendPng: Handler = (_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end(png);

async function setUp(t: TestContext, handler: Handler) {
  const server = await startServer(t, handler);
  const transport = new Transport({ strictSSL: true });
  t.after(() => transport.close());
  return {
    server,
    fetch: (url = `${server.origin}/a.png?size=1`, origin = server.origin) => fetchPicture(url, origin, transport),
  };
}

describe('a picture', () => {
  it('is told by its first bytes', () => {
    for (const [mime, start] of Object.entries(starts))
      assert.equal(pictureOf(Buffer.from(start, 'latin1')).mime, mime);
  });

  it('is none where the bytes are a page, a drawing with scripts, a clip or nothing', () => {
    for (const text of [
      '',
      '<html>',
      '<svg xmlns="http://www.w3.org/2000/svg"/>',
      '\0\0\0\x18ftypavif',
      'RIFF\0\0\0\0AVI ',
    ])
      assert.throws(() => pictureOf(Buffer.from(text, 'latin1')), /not a picture/);
  });

  it('may not be larger than can be shown', () => {
    assert.throws(() => pictureOf(new Uint8Array(maxPictureBytes + 1)), /too large/);
  });
});

describe('fetching a picture', () => {
  it('sends no key and believes no header', async (t) => {
    const { server, fetch } = await setUp(t, sendPng);
    assert.deepEqual(await fetch(), { mime: 'image/png', bytes: new Uint8Array(png) });
    assert.equal(server.requests[0]?.path, '/a.png?size=1');
    assert.equal(server.requests[0].headers.authorization, undefined);
  });

  it('follows redirects to allowed places only, and not for ever', async (t) => {
    const { fetch } = await setUp(t, inTurn(page(302, '', { location: '/b.png' }), sendPng));
    assert.equal((await fetch()).mime, 'image/png');
    const away = await setUp(t, page(302, '', { location: 'http://example.com/b.png' }));
    await assert.rejects(away.fetch(), /not a public https:\/\/ address/);
    const circle = await setUp(t, page(302, '', { location: '/again' }));
    await assert.rejects(circle.fetch(), /cannot be reached/);
    assert.equal(circle.server.requests.length, 5);
  });

  it('refuses other places before it asks', async (t) => {
    const { server, fetch } = await setUp(t, sendPng);
    for (const url of [`${server.origin}/a.png`, 'http://example.com/a.png', 'file:///a.png', 'a.png'])
      await assert.rejects(fetch(url, 'https://www.seedance2.ink'), /not a public https/);
    await assert.rejects(fetch('https://192.168.0.1/a.png'), /not a public https/);
    assert.equal(server.connections(), 0);
  });

  it('says in words what went wrong', async (t) => {
    await assert.rejects((await setUp(t, page(404, ''))).fetch(), /the host answered 404/);
    await assert.rejects((await setUp(t, page(200, '<html>'))).fetch(), /not a picture/);
    await assert.rejects((await setUp(t, reset)).fetch(), /cannot be reached/);
    const cut: Handler = (_, response) => {
      response.writeHead(200, { 'content-length': 100 }).write(png, () => response.socket?.destroy());
    };
    await assert.rejects((await setUp(t, cut)).fetch(), /cannot be reached/);
  });

  it('stops at the first byte too many', async (t) => {
    const chunk = Buffer.alloc(1024 * 1024);
    chunk.set(png);
    let sent = 0;
    const endless: Handler = (_, response) => {
      const more = (): void => {
        if (response.destroyed) return;
        sent += chunk.length;
        response.write(chunk, more);
      };
      response.writeHead(200);
      more();
    };
    await assert.rejects((await setUp(t, endless)).fetch(), /too large/);
    assert.ok(sent < 2 * maxPictureBytes, String(sent));
  });
});
