import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { readLedger } from '../../../src/sandbox/ledger.ts';
import { makeCertificate } from '../../support/git/certificate.ts';
import { deadOrigin, page, startServer, type Handler } from '../../support/engine/server.ts';
import { hasFfmpeg, never, now, open, temporaryFolder } from './client.ts';

const pictures = join(import.meta.dirname, '../../fixtures/workspace');
const photo = await readFile(join(pictures, 'lighthouse.jpg'));
const digest = createHash('sha256').update(photo).digest('hex');

const media =
  (status: number, bytes: Uint8Array, type = 'image/jpeg'): Handler =>
  (_, response) =>
    void response.writeHead(status, { 'content-type': type }).end(bytes);

test('without being told to, a sandbox asks nobody for media', async (t) => {
  const host = await startServer(t, media(200, photo));
  const sandbox = await open(t);
  assert.equal((await sandbox.create({ mediaUrls: [`${host.origin}/a.jpg`] })).http, 400);
  const { requestId } = await sandbox.create({ mediaUrls: ['https://127.0.0.1:1/a.jpg'] });
  assert.equal((await sandbox.ended(requestId)).status, 'succeeded');
  assert.deepEqual(host.requests, []);
});

test('what is fetched is asked for once, by a GET that shows no credentials, and kept byte for byte', async (t) => {
  const host = await startServer(t, media(200, photo));
  const sandbox = await open(t, { fetchMedia: true });
  const url = `${host.origin}/a%20photo.jpg?X-Amz-Signature=abc`;
  const { requestId } = await sandbox.create({ mediaUrls: [url] });
  assert.equal((await sandbox.ended(requestId)).status, 'succeeded');
  const [request, ...more] = host.requests;
  assert.deepEqual(more, []);
  assert.deepEqual([request?.method, request?.path], ['GET', '/a%20photo.jpg?X-Amz-Signature=abc']);
  for (const header of ['authorization', 'cookie', 'referer', 'range']) {
    assert.equal(request?.headers[header], undefined, header);
  }
  assert.deepEqual((await readLedger(sandbox.folder))[0]?.fetched, [digest]);
  assert.deepEqual(await readFile(join(sandbox.folder, 'media', digest)), photo);
});

test('the clip shows the picture that was fetched', { skip: !hasFfmpeg && 'no ffmpeg on this machine' }, async (t) => {
  const [sandbox, other] = await Promise.all([
    open(t, { ffmpeg: 'ffmpeg', fetchMedia: true }),
    open(t, { ffmpeg: 'ffmpeg' }),
  ]);
  const asked = { duration: 4, resolution: '480p' };
  const host = await startServer(t, media(206, photo, 'application/octet-stream'));
  const fetched = await sandbox.create({ ...asked, mediaUrls: [`${host.origin}/no-extension`] });
  const uploaded = await other.create({ ...asked, mediaUrls: [await other.upload('a.jpg', photo)] });
  const clip = async (from: typeof sandbox, id: string) => {
    await from.ended(id);
    return await readFile(join(from.folder, 'outputs', `${id}.mp4`));
  };
  assert.deepEqual(await clip(sandbox, fetched.requestId), await clip(other, uploaded.requestId));
});

test('all media are fetched, a video and a sound too', async (t) => {
  const names = ['lake-at-dawn.png', 'hot-air-balloon.webp', 'slow-push-in.mp4', 'chime.wav'];
  const host = await startServer(t, async ({ path }, response) => {
    response.end(await readFile(join(pictures, path)));
  });
  const sandbox = await open(t, { fetchMedia: true });
  const { requestId } = await sandbox.create({ mediaUrls: names.map((name) => `${host.origin}/${name}`) });
  assert.equal((await sandbox.ended(requestId)).status, 'succeeded');
  assert.equal((await readLedger(sandbox.folder))[0]?.fetched?.length, names.length);
});

test('media that nobody hands out fail a request that is accepted and charged', async (t) => {
  const sandbox = await open(t, { fetchMedia: true });
  const host = await startServer(t);
  const cases: readonly (readonly [string, Handler, RegExp])[] = [
    ['forbidden', media(403, photo), /answered 403/],
    ['gone', page(404, 'nothing'), /answered 404/],
    ['moved', (_, response) => void response.writeHead(302, { location: '/other.jpg' }).end(), /answered 302/],
    ['empty', (_, response) => void response.writeHead(204).end(), /answered 204/],
    ['a page', page(200, '<!doctype html><title>Log in</title>'), /a page \(text\/html\)/],
    ['a page that says it is a picture', media(200, Buffer.from('<!doctype html>')), /no image, video or audio/],
    ['no bytes', media(200, Buffer.alloc(0)), /empty/],
    [
      'broken off',
      (_, response) => {
        response.writeHead(200, { 'content-length': 1000 }).write(photo.subarray(0, 500), () => response.destroy());
      },
      /./,
    ],
  ];
  for (const [name, handler, reason] of cases) {
    host.answer(handler);
    const { http, requestId, creditsCharged } = await sandbox.create({ mediaUrls: [`${host.origin}/${name}.jpg`] });
    assert.deepEqual([http, creditsCharged], [200, 64], name);
    const { status, error, output } = await sandbox.ended(requestId);
    assert.deepEqual([status, error?.code, output], ['failed', 'media_fetch_failed', null], name);
    assert.match(error?.message ?? '', /^mediaUrls\[0\] could not be fetched: /, name);
    assert.match(error?.message ?? '', reason, name);
  }
  // The redirect led to nothing: it was not followed.
  assert.equal(host.requests.length, cases.length);
});

test('only this machine is asked: other hosts fail, and plain HTTP to them is refused', async (t) => {
  const sandbox = await open(t, { fetchMedia: true });
  for (const url of ['https://example.com/photo.jpg', 'https://192.168.0.1/photo.jpg', `${await deadOrigin()}/a.jpg`]) {
    const { requestId } = await sandbox.create({ mediaUrls: [url] });
    assert.equal((await sandbox.ended(requestId)).error?.code, 'media_fetch_failed', url);
  }
  for (const url of ['http://example.com/photo.jpg', 'file:///etc/passwd', 'http://127.0.0.1.example.com/a.jpg']) {
    assert.equal((await sandbox.create({ mediaUrls: [url] })).http, 400, url);
  }
});

test('over HTTPS a host is believed that Node believes, and no other', async (t) => {
  const { key, cert } = makeCertificate(await temporaryFolder(t));
  const host = createServer({ key, cert }, (_, response) => response.end(photo));
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
  t.after(() => host.close());
  const url = `https://127.0.0.1:${(host.address() as AddressInfo).port}/photo.jpg`;
  const sandbox = await open(t, { fetchMedia: true });
  const statusOf = async () => (await sandbox.ended((await sandbox.create({ mediaUrls: [url] })).requestId)).status;
  assert.equal(await statusOf(), 'failed');
  const known = getCACertificates('default');
  setDefaultCACertificates([...known, cert]);
  t.after(() => setDefaultCACertificates(known));
  assert.equal(await statusOf(), 'succeeded');
});

test('media are fetched when processing begins: a URL that dies in the queue fails the request', async (t) => {
  const host = await startServer(t, media(200, photo));
  const sandbox = await open(t, { fetchMedia: true, pace: { queued: 100, processing: 0 } });
  const { requestId } = await sandbox.create({ mediaUrls: [`${host.origin}/a.jpg`], prompt: 'Waves [sandbox:busy]' });
  assert.equal((await sandbox.status(requestId)).status, 'queued');
  assert.deepEqual(host.requests, []);
  host.answer(media(403, photo));
  assert.equal((await sandbox.ended(requestId)).status, 'failed');
  const [entry] = await readLedger(sandbox.folder);
  assert.ok(entry && entry.plan.startsAt - entry.createdAt === 1000 && entry.plan.endsAt >= entry.plan.startsAt);
});

test('nothing is fetched for a request that was cancelled, and no server waits for its turn when it ends', async (t) => {
  const host = await startServer(t, media(200, photo));
  const sandbox = await open(t, { fetchMedia: true, pace: { queued: 1000, processing: 0 } });
  const cancelled = await sandbox.create({ mediaUrls: [`${host.origin}/cancelled.jpg`] });
  await sandbox.cancel(cancelled.requestId);
  const next = await sandbox.create({ mediaUrls: [`${host.origin}/next.jpg`] });
  await sandbox.ended(next.requestId);
  assert.deepEqual(
    host.requests.map(({ path }) => path),
    ['/next.jpg'],
  );
  const patient = await open(t, { fetchMedia: true, pace: never });
  await patient.create({ mediaUrls: [`${host.origin}/a.jpg`] });
  await patient.close();
});

test('what a server that ended left in the queue is fetched by the next one', async (t) => {
  const host = await startServer(t, media(200, photo));
  const first = await open(t, { fetchMedia: true, pace: { queued: 100, processing: 0 } });
  const { requestId } = await first.create({ mediaUrls: [`${host.origin}/a.jpg`] });
  await first.close();
  await rm(join(first.folder, 'temporary'), { recursive: true });
  const next = await open(t, { folder: first.folder, fetchMedia: true, pace: now });
  assert.equal((await next.ended(requestId)).status, 'succeeded');
  assert.equal(host.requests.length, 1);
  assert.deepEqual(await readdir(join(next.folder, 'temporary')), []);
});
