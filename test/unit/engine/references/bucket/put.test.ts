import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { Transport } from '../../../../../src/engine/api/transport.ts';
import { BucketClient } from '../../../../../src/engine/references/bucket/bucketClient.ts';
import { inTurn, page, reset, startServer } from '../../../../support/engine/server.ts';
import { until } from '../../../../support/until.ts';
import { bucketAt, clientAt, fault, fileOf, optionsFor, refusal, startEarlyServer } from './storage.ts';

const ok = page(200, '');
const megabyte = 1_000_000;

/** All of a request's body. */
async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
  return Buffer.concat(pieces);
}

describe('a put', () => {
  it('sends the hash signed, the type, the length and the session token, and never the secret', async (t) => {
    const server = await startServer(t, ok);
    const { file, bytes, options } = fileOf(1000);
    await clientAt(t, server.origin, { sessionToken: 'TOKEN' }).put('a/b c.png', file, options);
    const [request] = server.requests;
    assert.equal(request?.method, 'PUT');
    assert.equal(request.path, '/clips/a/b%20c.png');
    assert.equal(request.headers['content-type'], 'image/png');
    assert.equal(request.headers['content-length'], String(bytes.length));
    assert.equal(request.headers['x-amz-content-sha256'], options.sha256);
    assert.equal(request.headers['x-amz-security-token'], 'TOKEN');
    assert.match(
      request.headers.authorization ?? '',
      /^AWS4-HMAC-SHA256 Credential=AK\/\d{8}\/us-east-1\/s3\/aws4_request, SignedHeaders=[a-z0-9;-]*x-amz-content-sha256;x-amz-date;x-amz-security-token, /,
    );
    assert.ok(!JSON.stringify(request.headers).includes('SECRET'));
  });

  it('is tried again from the start where the line is cut in the middle', async (t) => {
    const { file, bytes, options } = fileOf(5 * megabyte);
    const methods: string[] = [];
    const bodies: Buffer[] = [];
    const server = await startEarlyServer(t, (request, response) => {
      methods.push(request.method ?? '');
      if (methods.length === 1) request.once('data', () => request.socket.resetAndDestroy());
      else if (request.method === 'GET') response.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>');
      else
        void bodyOf(request).then((body) => {
          bodies.push(body);
          response.end();
        });
    });
    const shares: number[] = [];
    const onProgress = (share: number): void => void shares.push(share);
    await clientAt(t, server.origin).put('a.png', file, { ...options, onProgress });
    assert.deepEqual(methods, ['PUT', 'GET', 'PUT']);
    assert.ok(bodies[0]?.equals(bytes));
    assert.equal(shares.filter((share) => share === 0).length, 2);
    assert.equal(shares.at(-1), 1);
  });

  it('is given up where the line is cut each time', async (t) => {
    const server = await startServer(t, reset);
    const { file, options } = fileOf(1000);
    const put = clientAt(t, server.origin).put('a.png', file, options);
    await assert.rejects(put, fault('unreachable', /^The connection to 127\.0\.0\.1:\d+ was cut\. Check the network/));
    assert.equal(server.requests.filter(({ method }) => method === 'PUT').length, 3);
  });

  it('finds out why where a storage hangs up on an upload that it refuses', async (t) => {
    const server = await startServer(t, inTurn(reset, refusal(403, 'SignatureDoesNotMatch')));
    const { file, options } = fileOf(1000);
    await assert.rejects(clientAt(t, server.origin).put('a.png', file, options), fault('secret', /Enter it again/));
    assert.deepEqual(
      server.requests.map(({ method }) => method),
      ['PUT', 'GET'],
    );
  });

  it('takes an answer that comes before all was sent', async (t) => {
    const server = await startEarlyServer(t, (_, response) => {
      response.writeHead(403).end('<Error><Code>InvalidAccessKeyId</Code></Error>');
    });
    const { file, options } = fileOf(30 * megabyte);
    await assert.rejects(clientAt(t, server.origin).put('a.png', file, options), fault('accessKey', /\bAK\b/));
  });

  it('is tried again where the storage asks for less haste', async (t) => {
    const server = await startServer(t, inTurn(refusal(503, 'SlowDown'), page(500, 'oops'), ok));
    const { file, options } = fileOf(1000);
    await clientAt(t, server.origin).put('a.png', file, options);
    assert.equal(server.requests.length, 3);
  });

  it('is given up where the storage stays overloaded, and says that it is', async (t) => {
    const server = await startServer(t, refusal(503, 'SlowDown'));
    const { file, options } = fileOf(1000);
    const put = clientAt(t, server.origin).put('a.png', file, options);
    await assert.rejects(put, fault('busy', /is overloaded or in trouble \(SlowDown\)\. Try again in some minutes\.$/));
    assert.equal(server.requests.length, 3);
  });

  it('is sent once only where it is refused', async (t) => {
    const server = await startServer(t, refusal(403, 'AccessDenied'));
    const { file, options } = fileOf(1000);
    const put = clientAt(t, server.origin).put('a.png', file, options);
    await assert.rejects(put, fault('denied', /may not put files into the bucket “clips”\. Give it that right\.$/));
    assert.equal(server.requests.length, 1);
  });

  it('ends at once where it is stopped while nobody takes the bytes, and leaves no connection', async (t) => {
    const waiting: IncomingMessage[] = [];
    const server = await startEarlyServer(t, (request) => void waiting.push(request.pause()));
    const { file, options } = fileOf(30 * megabyte);
    const stop = new AbortController();
    const reason = new Error('stopped');
    const onProgress = (share: number): void => {
      if (share > 0.01) setImmediate(() => stop.abort(reason));
    };
    const put = clientAt(t, server.origin).put('a.png', file, { ...options, signal: stop.signal, onProgress });
    await assert.rejects(put, reason);
    // Who does not read does not hear either that there is nobody any more.
    for (const request of waiting) request.on('error', () => undefined).resume();
    await until('the connection is closed', async () => (await server.open()) === 0);
    assert.equal(waiting.length, 1);
    assert.equal(waiting[0]?.complete, false);
  });

  it('ends at once where it is stopped before there is a connection', async (t) => {
    // Takes connections, but never says the first word of TLS.
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const sockets: Socket[] = [];
    t.after(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    const { bytes, file } = fileOf(1000);
    const stop = new AbortController();
    const { port } = server.address() as AddressInfo;
    const put = clientAt(t, `https://127.0.0.1:${port}`).put('a.png', file, optionsFor(bytes, stop.signal));
    const [socket] = (await once(server, 'connection')) as [Socket];
    sockets.push(socket);
    const started = Date.now();
    stop.abort();
    await assert.rejects(put, { name: 'AbortError' });
    assert.ok(Date.now() - started < 1000);
  });

  it('ends at once where it is stopped between two tries', async (t) => {
    const server = await startServer(t, refusal(503, 'SlowDown'));
    const { bytes, file } = fileOf(1000);
    const stop = new AbortController();
    const patience = { silence: 10_000, pauses: [3_600_000] };
    const put = clientAt(t, server.origin, { patience }).put('a.png', file, optionsFor(bytes, stop.signal));
    await server.arrived(0);
    await delay(50);
    stop.abort();
    await assert.rejects(put, { name: 'AbortError' });
    assert.equal(server.requests.length, 1);
  });

  it('sends nothing where it was stopped before', async (t) => {
    const server = await startServer(t, ok);
    const { bytes, file } = fileOf(1000);
    await assert.rejects(clientAt(t, server.origin).put('a.png', file, optionsFor(bytes, AbortSignal.abort())));
    assert.equal(server.connections(), 0);
  });

  it('gives a slow storage time as long as bytes move', async (t) => {
    const server = await startEarlyServer(t, (request, response) => {
      // As much as fits in the buffers between us several times over, a little at a time.
      request.on('data', (piece: Buffer) => {
        request.pause();
        setTimeout(() => request.resume(), piece.length / 8000);
      });
      request.on('end', () => response.end());
    });
    const { file, options } = fileOf(24 * megabyte);
    const started = Date.now();
    await clientAt(t, server.origin, { patience: { silence: 1500, pauses: [] } }).put('a.png', file, options);
    assert.ok(Date.now() - started > 2500, 'too fast to show anything');
  });

  it('does not wait for ever where the storage takes nothing and says nothing', async (t) => {
    const server = await startEarlyServer(t, (request) => void request.pause());
    const { file, options } = fileOf(30 * megabyte);
    const put = clientAt(t, server.origin, { patience: { silence: 500, pauses: [] } }).put('a.png', file, options);
    await assert.rejects(put, fault('busy', /has said nothing for too long\. Try again later\.$/));
  });

  it('says that the file cannot be read any more', async (t) => {
    const server = await startEarlyServer(t, (request) => void request.resume());
    const { file, bytes, options } = fileOf(1000);
    const broken = {
      ...file,
      async *pieces() {
        yield await Promise.resolve(bytes.subarray(0, 10));
        throw new Error('EIO');
      },
    };
    const put = clientAt(t, server.origin).put('a.png', broken, options);
    await assert.rejects(put, fault('changed', /^The file cannot be read any more\. Choose it again\.$/));
  });

  it('leaves no connection behind', async (t) => {
    const server = await startServer(t, ok);
    const early = await startEarlyServer(t, (request, response) => {
      request.resume().on('end', () => response.end());
    });
    const { file, options } = fileOf(1000);
    await clientAt(t, early.origin).put('a.png', file, options);
    await clientAt(t, server.origin).remove('a.png', options.signal);
    await until('the connection is closed', async () => (await early.open()) === 0);
  });

  it('says that the proxy of the settings cannot be used', async (t) => {
    const transport = new Transport({ strictSSL: true, proxy: 'gopher://127.0.0.1' });
    t.after(() => transport.close());
    const client = new BucketClient(bucketAt('https://s3.example'), { secretAccessKey: 'S' }, transport);
    const { file, options } = fileOf(10);
    await assert.rejects(
      client.put('a.png', file, options),
      fault('unreachable', /^The proxy that is set cannot be used\./),
    );
  });
});

describe('a delete', () => {
  it('is content where there is nothing, and is tried again like a put', async (t) => {
    const server = await startServer(t, inTurn(reset, refusal(500, 'InternalError'), refusal(404, 'NoSuchKey')));
    await clientAt(t, server.origin).remove('a.png', new AbortController().signal);
    assert.deepEqual(
      server.requests.map(({ method }) => method),
      ['DELETE', 'DELETE', 'DELETE'],
    );
  });

  it('says that the key may not delete', async (t) => {
    const server = await startServer(t, refusal(403, 'AccessDenied'));
    const removal = clientAt(t, server.origin).remove('a.png', new AbortController().signal);
    await assert.rejects(removal, fault('denied', /may not delete from the bucket “clips”/));
  });
});
