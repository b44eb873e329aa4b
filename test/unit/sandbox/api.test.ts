import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { test } from 'node:test';
import { readLedger } from '../../../src/sandbox/ledger.ts';
import { statusAt } from '../../../src/sandbox/status.ts';
import { planFor } from '../../../src/sandbox/words.ts';
import { generations, never, now, open, type Reply } from './client.ts';

test('the models are listed with what they can do and what it costs', async (t) => {
  const sandbox = await open(t);
  const { success, data } = (await (await sandbox.send('GET', '/api/open/v1/models')).json()) as {
    success: boolean;
    data: Record<string, unknown>[];
  };
  assert.equal(success, true);
  assert.deepEqual(
    data.map(({ id, durations }) => [id, durations]),
    [
      ['seedance-2.0', [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]],
      ['seedance-2.0-fast', [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]],
      ['seedance-1.5-pro', [5, 10]],
    ],
  );
  assert.deepEqual(data[0]?.['pricing'], {
    unit: 'credits_per_second',
    textToVideo: { '480p': 4, '720p': 8, '1080p': 20 },
    imageToVideo: { '480p': 6.4, '720p': 12.8, '1080p': 32 },
  });
});

test('the status follows from the record and the time alone', async (t) => {
  const sandbox = await open(t, { pace: { queued: 2000, processing: 5000 } });
  await sandbox.create();
  await sandbox.create({ prompt: '[sandbox:fail]' });
  const [good, bad] = await readLedger(sandbox.folder);
  assert.ok(good && bad);
  const at = (entry: typeof good, ms: number) => statusAt(entry, entry.createdAt + ms);
  assert.deepEqual(
    [0, 1999, 2000, 6999, 7000].map((ms) => at(good, ms)),
    ['queued', 'queued', 'processing', 'processing', 'succeeded'],
  );
  assert.equal(at(bad, 6999), 'processing');
  assert.equal(at(bad, 7000), 'failed');
  assert.equal(at({ ...bad, cancelledAt: 0 }, 7000), 'cancelled');
});

test('a queued and a processing generation can be cancelled, once or twice, and stay so', async (t) => {
  for (const pace of [never, { queued: 0, processing: 3_600_000 }]) {
    const sandbox = await open(t, { pace });
    const { requestId } = await sandbox.create();
    assert.equal((await sandbox.status(requestId)).status, pace.queued === 0 ? 'processing' : 'queued');
    assert.equal((await sandbox.cancel(requestId)).status, 'cancelled');
    assert.equal((await sandbox.cancel(requestId)).status, 'cancelled');
    const { status, output, error } = await sandbox.status(requestId);
    assert.deepEqual({ status, output, error }, { status: 'cancelled', output: null, error: null });
  }
});

test('what has ended cannot be cancelled, and says how it ended', async (t) => {
  const sandbox = await open(t);
  for (const [prompt, status] of [
    ['Waves', 'succeeded'],
    ['[sandbox:fail]', 'failed'],
  ] as const) {
    const { requestId } = await sandbox.create({ prompt });
    assert.equal((await sandbox.ended(requestId)).status, status);
    const reply = await sandbox.cancel(requestId);
    assert.equal(reply.http, 409);
    assert.equal(reply.success, false);
    assert.match(reply.error?.message ?? '', new RegExp(status));
    assert.equal((await sandbox.status(requestId)).status, status);
  }
});

test('a failure on request is charged, processed and ends with its reason', async (t) => {
  const sandbox = await open(t);
  for (const [word, code, message] of [
    ['fail', 'generation_failed', /failed/],
    ['moderation', 'content_moderation', /face/],
  ] as const) {
    const created = await sandbox.create({ prompt: `Waves [sandbox:${word}]` });
    assert.equal(created.creditsCharged, 40);
    const { status, output, error } = await sandbox.ended(created.requestId);
    assert.deepEqual([status, output, error?.code], ['failed', null, code]);
    assert.match(error?.message ?? '', message);
  }
});

test('a refusal on request comes at once and charges nothing', async (t) => {
  const sandbox = await open(t);
  for (const [word, http, code] of [
    ['reject', 400, 'content_policy'],
    ['no-credits', 402, 'insufficient_credits'],
  ] as const) {
    const reply = await sandbox.create({ prompt: `Waves [sandbox:${word}]` });
    assert.deepEqual([reply.http, reply.success, reply.error?.code], [http, false, code]);
  }
  assert.deepEqual(await readLedger(sandbox.folder), []);
});

test('slow on request takes ten times as long to process', () => {
  const pace = { queued: 2000, processing: 5000 };
  assert.deepEqual(planFor('Waves', 0, pace), { startsAt: 2000, endsAt: 7000, error: null });
  assert.deepEqual(planFor('[sandbox:slow]', 0, pace), { startsAt: 2000, endsAt: 52_000, error: null });
});

test('a broken rule is a readable 400 that charges nothing', async (t) => {
  const sandbox = await open(t);
  const { http, success, error } = await sandbox.create({ duration: 16 });
  assert.deepEqual([http, success, error?.code], [400, false, 'invalid_request']);
  assert.match(error?.message ?? '', /^duration /);
  assert.deepEqual(await readLedger(sandbox.folder), []);
});

test('a body that is not JSON, not said to be JSON or larger than 1 MB is refused', async (t) => {
  const sandbox = await open(t);
  const post = async (body: string, type = 'application/json') => {
    const response = await sandbox.send('POST', generations, body, { 'Content-Type': type });
    return [response.status, ((await response.json()) as Reply).error?.code];
  };
  assert.deepEqual(await post('{'), [400, 'invalid_request']);
  assert.deepEqual(await post('{}', 'text/plain'), [415, 'unsupported_media_type']);
  const large = JSON.stringify({ model: 'seedance-2.0', prompt: 'x'.repeat(1024 * 1024) });
  assert.deepEqual(await post(large), [413, 'payload_too_large']);
  assert.deepEqual(await readLedger(sandbox.folder), []);
});

test('an id that is unknown or no id at all is a readable 404', async (t) => {
  const sandbox = await open(t);
  for (const id of ['req_1234567890', `req_${'0'.repeat(20)}`, '..%2F..%2Fetc%2Fpasswd', '%00']) {
    const response = await sandbox.send('GET', `${generations}/${id}`);
    assert.deepEqual([response.status, ((await response.json()) as Reply).error?.code], [404, 'not_found'], id);
    assert.equal((await sandbox.cancel(id)).http, 404);
  }
});

test('an unknown path is a 404, a wrong method a 405 that names the right one', async (t) => {
  const sandbox = await open(t);
  assert.equal((await sandbox.send('GET', '/')).status, 404);
  const response = await sandbox.send('DELETE', generations);
  assert.deepEqual([response.status, response.headers.get('allow')], [405, 'POST']);
});

test('a host name that a page has pointed at loopback gets no answer from the API', async (t) => {
  const sandbox = await open(t);
  const headers = { Host: 'rebound.example', Authorization: 'Bearer sd2_live_key' };
  const call = request(`${sandbox.origin}/api/open/v1/models`, { headers }).end();
  const [response] = (await once(call, 'response')) as [import('node:http').IncomingMessage];
  response.resume();
  assert.equal(response.statusCode, 421);
});

test('only loopback is listened on, and closing ends even a connection that is kept open', async (t) => {
  const sandbox = await open(t, { pace: now });
  assert.match(sandbox.origin, /^http:\/\/127\.0\.0\.1:\d+$/);
  assert.equal((await sandbox.send('GET', '/api/open/v1/models')).status, 200);
  await sandbox.close();
  await assert.rejects(sandbox.send('GET', '/api/open/v1/models'));
});

test('a port that is taken is an error, not another port', async (t) => {
  const sandbox = await open(t);
  const port = Number(new URL(sandbox.origin).port);
  await assert.rejects(open(t, { port }), { code: 'EADDRINUSE' });
});
