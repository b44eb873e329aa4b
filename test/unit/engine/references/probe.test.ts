import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { Transport } from '../../../../src/engine/api/transport.ts';
import { probe } from '../../../../src/engine/references/probe.ts';
import { Unfetchable, type UnfetchableKind } from '../../../../src/engine/references/unfetchable.ts';
import { deadOrigin, inTurn, page, reset, startServer, type Handler } from '../../../support/engine/server.ts';

const piece = 64 * 1024;
const file = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7 + (index >> 8)) % 256));

async function setUp(t: TestContext, handler: Handler) {
  const server = await startServer(t, handler);
  const transport = new Transport({ strictSSL: true });
  t.after(() => transport.close());
  const abort = new AbortController();
  return {
    server,
    abort,
    look: (url = `${server.origin}/a.bin?signature=secret`, origin = server.origin) =>
      probe(url, { transport, origin, signal: abort.signal }),
  };
}

/** Answers ranges of these bytes, as a good host does. */
function ranged(bytes: Buffer, { total = String(bytes.length) } = {}): Handler {
  return ({ headers }, response) => {
    const [, from = '', to = ''] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '') ?? [];
    if (from === '') return void response.writeHead(200).end(bytes);
    if (Number(from) >= bytes.length)
      return void response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end();
    const part = bytes.subarray(Number(from), Number(to) + 1);
    const range = `bytes ${from}-${Number(from) + part.length - 1}/${total}`;
    return void response.writeHead(206, { 'content-range': range }).end(part);
  };
}

/** Answers everything whole. */
function whole(bytes: Buffer, headers: Record<string, string> = {}): Handler {
  return (_, response) => void response.writeHead(200, headers).end(bytes);
}

function failsAs(kind: UnfetchableKind, says: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof Unfetchable, String(error));
    assert.equal(error.kind, kind, error.message);
    assert.match(error.message, says);
    assert.doesNotMatch(error.message, /secret/);
    return true;
  };
}

describe('a URL that is looked at', () => {
  it('costs one small request without a key, cookies or compression', async (t) => {
    const { server, look } = await setUp(t, ranged(file));
    const source = await look();
    assert.equal(source.size, file.length);
    assert.deepEqual(Buffer.from(await source.read(0, 1000)), file.subarray(0, 1000));
    assert.deepEqual(Buffer.from(await source.read(60_000, piece)), file.subarray(60_000, piece));
    assert.equal(server.requests.length, 1);
    const [{ path, headers } = assert.fail()] = server.requests;
    assert.equal(path, '/a.bin?signature=secret');
    assert.equal(headers.range, `bytes=0-${piece - 1}`);
    assert.equal(headers['accept-encoding'], 'identity');
    assert.equal(headers.authorization, undefined);
    assert.equal(headers.cookie, undefined);
  });

  it('is read piece by piece where its host knows ranges', async (t) => {
    const { server, look } = await setUp(t, ranged(file));
    const source = await look();
    assert.deepEqual(Buffer.from(await source.read(200_000, 200_010)), file.subarray(200_000, 200_010));
    assert.deepEqual(Buffer.from(await source.read(200_100, 265_000)), file.subarray(200_100, 265_000));
    assert.equal(server.requests.length, 2, 'reading on is no new request');
    assert.deepEqual(Buffer.from(await source.read(60_000, 150_000)), file.subarray(60_000, 150_000));
    assert.deepEqual(Buffer.from(await source.read(299_990, 400_000)), file.subarray(299_990));
    assert.equal((await source.read(300_000, 300_001)).length, 0);
    assert.deepEqual(
      server.requests.slice(1).map(({ headers }) => headers.range),
      ['bytes=200000-265535', 'bytes=60000-149999', 'bytes=299990-299999'],
    );
  });

  it('is read too where its host does not say how large it is', async (t) => {
    const { look } = await setUp(t, ranged(file, { total: '*' }));
    const source = await look();
    assert.equal(source.size, undefined);
    assert.deepEqual(Buffer.from(await source.read(299_990, 400_000)), file.subarray(299_990));
    assert.equal((await source.read(400_000, 400_001)).length, 0);
  });

  it('is read from its beginning where its host knows no ranges', async (t) => {
    const { server, look } = await setUp(t, whole(file, { 'content-length': String(file.length) }));
    const source = await look();
    assert.equal(source.size, file.length);
    assert.deepEqual(Buffer.from(await source.read(0, 10)), file.subarray(0, 10));
    assert.equal(server.requests.length, 1);
    assert.deepEqual(Buffer.from(await source.read(100_000, 100_010)), file.subarray(100_000, 100_010));
    assert.deepEqual(Buffer.from(await source.read(110_000, 120_000)), file.subarray(110_000, 120_000));
    assert.deepEqual(Buffer.from(await source.read(299_000, 300_000)), file.subarray(299_000));
    assert.equal(server.requests.length, 3, 'what was fetched is kept');
  });

  it('is small: then its size is known from its end', async (t) => {
    for (const handler of [whole(file.subarray(0, 500)), ranged(file.subarray(0, 500))]) {
      const source = await (await setUp(t, handler)).look();
      assert.equal(source.size, 500);
      assert.deepEqual(Buffer.from(await source.read(0, 9999)), file.subarray(0, 500));
    }
  });

  it('is empty, which no range can say', async (t) => {
    const { server, look } = await setUp(t, ranged(Buffer.alloc(0)));
    assert.equal((await look()).size, 0);
    assert.deepEqual(
      server.requests.map(({ headers }) => headers.range !== undefined),
      [true, false],
    );
  });

  it('is asked for whole where its host answers with another range', async (t) => {
    for (const range of ['bytes 5-20/300000', 'bytes */300000', 'nonsense', '']) {
      const wrong: Handler = ({ headers }, response) =>
        headers.range === undefined
          ? void response.writeHead(200).end(file)
          : void response.writeHead(206, { 'content-range': range }).end(file.subarray(5, 21));
      const source = await (await setUp(t, wrong)).look();
      assert.deepEqual(Buffer.from(await source.read(0, 10)), file.subarray(0, 10), range);
    }
  });

  it('never brings more than is asked for, however much its host sends', async (t) => {
    const chunk = Buffer.alloc(1024 * 1024, 1);
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
    const source = await (await setUp(t, endless)).look();
    assert.equal(source.size, undefined);
    assert.equal((await source.read(0, 10)).length, 10);
    assert.ok(sent < 32 * 1024 * 1024, String(sent));
    await assert.rejects(source.read(40 * 1024 * 1024, 40 * 1024 * 1024 + 1), RangeError);
    await assert.rejects(source.read(0, 40 * 1024 * 1024), RangeError);
  });

  it('may be a redirect or four, to allowed places only', async (t) => {
    const away = page(302, '', { location: '/b.bin' });
    const { server, look } = await setUp(t, inTurn(away, away, away, away, ranged(file)));
    const source = await look();
    assert.equal(server.requests.length, 5);
    await source.read(200_000, 200_001);
    assert.equal(server.requests[5]?.path, '/b.bin', 'where it led to is remembered');
    const circle = await setUp(t, away);
    await assert.rejects(circle.look(), failsAs('unreachable', /sends from address to address/));
    assert.equal(circle.server.requests.length, 5);
    for (const location of [
      'http://example.com/?secret',
      'ftp://example.com/',
      'https://10.0.0.1/a',
      'https://[fd00::1]/',
    ]) {
      const inward = await setUp(t, page(302, '', { location }));
      await assert.rejects(inward.look(), failsAs('notPublic', /is not a public https:\/\/ address/), location);
    }
    const nowhere = await setUp(t, page(302, '', { location: 'https://' }));
    await assert.rejects(nowhere.look(), failsAs('unreachable', /from address to address/));
  });
});

describe('a URL that cannot be fetched', () => {
  it('is refused before anything is asked where it is not public', async (t) => {
    const { server, look } = await setUp(t, ranged(file));
    const { origin } = server;
    const urls = [`${origin}/a?secret`, 'http://example.com/a?secret', 'file:///a?secret', 'a.png?secret', ''];
    for (const url of [...urls, 'https://192.168.0.1/a.png?secret', 'https://169.254.169.254/'])
      await assert.rejects(look(url, 'https://www.seedance2.ink'), failsAs('notPublic', /not a public https:/), url);
    assert.equal(server.connections(), 0);
  });

  const statuses: readonly (readonly [kind: UnfetchableKind, statuses: readonly number[], says: RegExp])[] = [
    ['missing', [404, 410], /There is no such file at 127\.0\.0\.1:\d+ \(4\d\d\)\. Check the URL/],
    ['forbidden', [401, 403, 407], /does not give this file to everybody \(40\d\)\. Make it public/],
    ['busy', [204, 304, 429, 500, 503], /does not give the file now \(\d+\)\. Try again later/],
  ];
  for (const [kind, numbers, says] of statuses) {
    it(`is ${kind} at ${numbers.join(', ')}`, async (t) => {
      for (const status of numbers) {
        const { look } = await setUp(t, page(status, status === 204 || status === 304 ? '' : 'secret'));
        await assert.rejects(look(), failsAs(kind, says));
      }
    });
  }

  it('is a page where it looks like one, and not where its host only calls it so', async (t) => {
    for (const html of ['<!DOCTYPE html><p>Log in', '\ufeff\n <HTML lang="en">', '<html>'])
      for (const type of ['text/html; charset=utf-8', 'image/png'])
        await assert.rejects(
          (await setUp(t, whole(Buffer.from(html), { 'content-type': type }))).look(),
          failsAs('page', /web page, perhaps a login/),
        );
    const tags = Buffer.from('<script>1</script>');
    await assert.rejects(
      (await setUp(t, whole(tags, { 'content-type': 'text/html' }))).look(),
      failsAs('page', /web page/),
    );
    const drawing = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>');
    assert.equal(
      (await (await setUp(t, whole(drawing, { 'content-type': 'image/svg+xml' }))).look()).size,
      drawing.length,
    );
    assert.ok(await (await setUp(t, whole(file, { 'content-type': 'text/html' }))).look());
  });

  it('is unreachable where nobody listens, the line is cut or the name is none', async (t) => {
    const { look } = await setUp(t, reset);
    await assert.rejects(look(), failsAs('unreachable', /cannot be reached.*Check the URL and the network/));
    const dead = await deadOrigin();
    await assert.rejects(look(`${dead}/a?secret`), failsAs('unreachable', /cannot be reached \(ECONNREFUSED\)/));
    await assert.rejects(
      look('https://nowhere.invalid/a?secret'),
      failsAs('unreachable', /nowhere\.invalid cannot be reached/),
    );
    const cut: Handler = (_, response) => {
      response.writeHead(200, { 'content-length': 1000 }).write('x', () => response.socket?.destroy());
    };
    await assert.rejects((await setUp(t, cut)).look(), failsAs('unreachable', /cannot be reached/));
  });

  it('says so at a later read too', async (t) => {
    const { look } = await setUp(t, inTurn(ranged(file), page(503, '')));
    const source = await look();
    await assert.rejects(source.read(200_000, 200_001), failsAs('busy', /503/));
  });

  it('is given up with the signal’s own reason', async (t) => {
    const { server, look, abort } = await setUp(t, () => undefined);
    const looking = assert.rejects(look(), /enough/);
    await server.arrived(0);
    abort.abort(new Error('enough'));
    await looking;
  });
});
