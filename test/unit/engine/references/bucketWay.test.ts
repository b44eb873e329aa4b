import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import type { Bucket } from '../../../../src/engine/references/bucket/bucket.ts';
import { pixel, setUpTravels } from '../../../support/engine/references.ts';
import { startServer, type Handler } from '../../../support/engine/server.ts';

const sha256 = createHash('sha256').update(pixel).digest('hex');
const day = 24 * 3600;

/** A bucket in memory: it takes what it is given, believes every signature, and serves it. */
function memoryBucket(): { readonly objects: Map<string, string>; readonly handler: Handler } {
  const objects = new Map<string, string>();
  return {
    objects,
    handler({ method, path, headers }, response) {
      const [key = ''] = path.split('?');
      if (method === 'PUT') objects.set(key, headers['content-type'] ?? '');
      if (method === 'DELETE') objects.delete(key);
      const type = objects.get(key);
      if (method !== 'GET') response.writeHead(method === 'PUT' ? 200 : 204).end();
      else if (type === undefined) response.writeHead(404).end();
      else response.writeHead(200, { 'content-type': type }).end(pixel);
    },
  };
}

async function setUp(t: TestContext, change: Partial<Bucket> = {}) {
  const { objects, handler } = memoryBucket();
  const server = await startServer(t, handler);
  const bucket: Bucket = {
    endpoint: server.origin,
    region: 'us-east-1',
    name: 'media',
    prefix: 'refs',
    style: 'path',
    accessKeyId: 'AK',
    linkSeconds: day,
    ...change,
  };
  const hosted = { bucket, secret: { secretAccessKey: 'secret-of-the-bucket' } };
  const travels = setUpTravels(t, server.origin, { ways: ['bucket'], bucket: hosted });
  const count = (method: string): number => server.requests.filter((request) => request.method === method).length;
  return { ...travels, server, bucket, objects, puts: () => count('PUT'), serve: () => server.answer(handler) };
}

describe('a file on its way through a bucket', () => {
  it('is not uploaded before somebody agreed; where it goes and who can read it is said', async (t) => {
    const { live, file, puts, uploads } = await setUp(t);
    const { travel, offer } = await live.look(file('hero.png'));
    assert.deepEqual([travel.way, travel.text], ['upload', 'will be uploaded, 67\u00a0bytes → media']);
    assert.match(offer?.consent?.file ?? '', /^“hero\.png” \(67\sbytes\)$/);
    assert.match(offer?.consent?.place ?? '', /^the bucket media at 127\.0\.0\.1:\d+$/);
    assert.match(offer?.consent?.readers ?? '', /^Whoever has the link can read it for 24 hours\. It stays/);
    await assert.rejects(live.resolve(file('hero.png')));
    await assert.rejects(live.resolve(file('hero.png'), { consented: ['bucket elsewhere'] }));
    assert.deepEqual([puts(), uploads.list()], [0, []]);
  });

  it('is uploaded under its hash and right type, and is found when uploads are removed', async (t) => {
    const { live, file, objects, uploads, progress } = await setUp(t);
    const url = await live.agree(file('hero.png'));
    assert.deepEqual([...objects], [[`/media/refs/${sha256}.png`, 'image/png']]);
    assert.ok(new URL(url).pathname.endsWith(`/media/refs/${sha256}.png`));
    assert.equal(new URL(url).searchParams.get('X-Amz-Expires'), String(day));
    assert.ok(!url.includes('secret-of-the-bucket'));
    assert.equal(progress.at(-1), 1);
    const [upload] = uploads.list();
    assert.deepEqual([upload?.name, upload?.size, upload?.bucket], ['hero.png', pixel.length, 'media']);
  });

  it('is uploaded once, and says until when it is hosted', async (t) => {
    const { live, file, puts } = await setUp(t);
    await live.agree(file('hero.png'));
    const { travel, offer } = await live.look(file('the same.png'));
    assert.equal(travel.way, 'ready');
    assert.match(travel.text, /^hosted until /);
    assert.equal(offer?.consent, undefined);
    await live.resolve(file('the same.png'));
    assert.equal(puts(), 1);
  });

  it('that the bucket has lost meanwhile is only uploaded again when somebody agrees', async (t) => {
    const { live, file, objects, puts, uploads } = await setUp(t);
    await live.agree(file('hero.png'));
    objects.clear();
    await assert.rejects(
      live.resolve(file('hero.png')),
      /now has to be uploaded to the bucket media.*Press Generate once more/,
    );
    assert.deepEqual(uploads.list(), []);
    assert.equal((await live.look(file('hero.png'))).travel.way, 'upload');
    await live.agree(file('hero.png'));
    assert.equal(puts(), 2);
  });

  it('may go there by the word that was given for it, and no other file by the same word', async (t) => {
    const { live, file, puts } = await setUp(t);
    const { offer } = await live.look(file('agreed.png'));
    const consented = [offer?.consent?.once ?? ''];
    await assert.rejects(live.resolve(file('secret.png', 'other bytes'), { consented }), /to be asked/);
    assert.equal(puts(), 0);
    await live.resolve(file('agreed.png'), { consented });
    assert.equal(puts(), 1);
  });

  it('whose link is refused stays in the list of uploads, and is uploaded again where somebody agrees', async (t) => {
    const { live, file, server, puts, uploads, serve } = await setUp(t);
    await live.agree(file('hero.png'));
    server.answer((_, response) => void response.writeHead(403).end());
    await assert.rejects(live.resolve(file('hero.png')), /is in media, but cannot be fetched: .*403/);
    assert.equal(uploads.list().length, 1);
    serve();
    assert.equal((await live.look(file('hero.png'))).travel.way, 'upload');
    await live.agree(file('hero.png'));
    assert.equal(puts(), 2);
  });

  it('that a busy bucket cannot show now is not said to be lost', async (t) => {
    const { live, file, server, uploads } = await setUp(t);
    await live.agree(file('hero.png'));
    server.answer((_, response) => void response.writeHead(503).end());
    await assert.rejects(live.resolve(file('hero.png')), /is in media, but cannot be fetched/);
    assert.match((await live.look(file('hero.png'))).travel.text, /^hosted/);
    assert.equal(uploads.list().length, 1);
  });

  it('whose upload is stopped leaves what was there before, and nothing in the list that is not there', async (t) => {
    const { live, file, server, uploads, objects, serve } = await setUp(t);
    objects.set(`/media/refs/${sha256}.png`, 'image/png');
    const stop = new AbortController();
    const seen = server.requests.length;
    server.answer(() => undefined);
    const upload = live.agree(file('hero.png'), stop.signal);
    await server.arrived(seen);
    stop.abort(new Error('stop'));
    await assert.rejects(upload, /stop/);
    serve();
    assert.equal(objects.size, 1);
    // All of it had left, so it may be there.
    assert.equal(uploads.list().length, 1);
    assert.equal((await live.look(file('hero.png'))).travel.way, 'upload');
  });

  it('in a bucket that everybody can read has its public URL, and says so', async (t) => {
    const { server, live, file, ports, bucket } = await setUp(t);
    const publicUrl = `${server.origin}/media`;
    ports.setHosting({ bucket: { bucket: { ...bucket, publicUrl }, secret: { secretAccessKey: 's' } } });
    const { offer } = await live.look(file('hero.png'));
    assert.match(offer?.consent?.readers ?? '', /^Everybody can read it at 127\.0\.0\.1:\d+, until/);
    assert.equal(await live.agree(file('hero.png')), `${publicUrl}/refs/${sha256}.png`);
    assert.match((await live.look(file('hero.png'))).travel.text, /^hosted in media/);
  });

  it('to a bucket read by link is no agreement to the same bucket read by everybody', async (t) => {
    const { live, server, file, ports, bucket, puts } = await setUp(t);
    const { offer } = await live.look(file('hero.png'));
    const consented = [offer?.consent?.destination ?? ''];
    const publicBucket = { ...bucket, publicUrl: `${server.origin}/media` };
    ports.setHosting({ bucket: { bucket: publicBucket, secret: { secretAccessKey: 's' } } });
    await assert.rejects(live.resolve(file('hero.png'), { consented }));
    assert.equal(puts(), 0);
  });

  it('that is changed while it is looked through is uploaded as what it is then', async (t) => {
    const { live, file, folder, objects } = await setUp(t);
    const reference = file('hero.png', 'first');
    await live.look(reference);
    writeFileSync(join(folder, 'hero.png'), pixel);
    await live.agree(reference);
    assert.deepEqual([...objects.keys()], [`/media/refs/${sha256}.png`]);
  });

  it('stays here where the bucket is not set up, has no secret here, is nowhere public, or the workspace is not trusted', async (t) => {
    const { live, file, ports, bucket, server } = await setUp(t);
    const secret = { secretAccessKey: 's' };
    const closed = async (words: RegExp): Promise<void> => {
      const { travel } = await live.look(file('hero.png'));
      assert.match(travel.tried?.join() ?? '', words);
      await assert.rejects(live.agree(file('hero.png')));
    };
    ports.setHosting({ bucket: { bucket } });
    await closed(/secret key of the bucket media is not on this machine/);
    ports.setHosting({ bucket: { bucket: { ...bucket, endpoint: 'http://minio.example.com' }, secret } });
    await closed(/at minio\.example\.com, where the service cannot fetch from/);
    ports.setHosting({ bucket: { bucket, secret }, trusted: false });
    await closed(/not trusted/);
    assert.equal(server.connections(), 0);
  });

  it('whose upload fails says which file, where and why, in one sentence', async (t) => {
    const { live, file, server, uploads } = await setUp(t);
    server.answer((_, response) => {
      response.writeHead(403, { 'content-type': 'application/xml' });
      response.end('<Error><Code>SignatureDoesNotMatch</Code><Message>…</Message></Error>');
    });
    await assert.rejects(
      live.agree(file('hero.png')),
      /^UnresolvedReference: “hero\.png” was not uploaded to media: .*secret/i,
    );
    assert.deepEqual(uploads.list(), []);
  });
});
