import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixture, generations, never, open, type Reply } from './client.ts';

test("the vendor's own request is answered with the vendor's own reply, but for the id", async (t) => {
  const sandbox = await open(t);
  const response = await sandbox.send('POST', generations, JSON.stringify(await fixture('create.request')));
  const reply = (await response.json()) as Reply;
  assert.equal(response.status, 200);
  assert.match(response.headers.get('content-type') ?? '', /^application\/json/);
  assert.match(reply.requestId, /^req_\w{10,}$/);
  assert.deepEqual({ ...reply, requestId: 'req_1234567890' }, await fixture('create.reply'));
});

test("a finished generation is told exactly as the vendor tells it, but for the id and the output's URL", async (t) => {
  const sandbox = await open(t);
  const { prompt } = await fixture('status.reply');
  const { requestId } = await sandbox.create({ prompt });
  const reply = await sandbox.ended(requestId);
  assert.equal(reply.output?.url, `${sandbox.origin}/sandbox/output/${requestId}.mp4`);
  const url = 'https://pub-your-bucket.r2.dev/open-api-results/req_1234567890.mp4';
  assert.deepEqual(
    { ...reply, requestId: 'req_1234567890', output: { ...reply.output, url } },
    await fixture('status.reply'),
  );
});

test('a generation that is not finished has the same fields, with no output and no error', async (t) => {
  const sandbox = await open(t, { pace: never });
  const { requestId } = await sandbox.create();
  const reply = await sandbox.status(requestId);
  assert.deepEqual(Object.keys(reply), Object.keys(await fixture('status.reply')));
  assert.deepEqual([reply.status, reply.output, reply.error], ['queued', null, null]);
});

test("a cancel is answered with the vendor's own reply, but for the id", async (t) => {
  const sandbox = await open(t, { pace: never });
  const { requestId } = await sandbox.create();
  const response = await sandbox.send('POST', `${generations}/${requestId}/cancel`);
  assert.equal(response.status, 200);
  const reply = (await response.json()) as Reply;
  assert.equal(reply.requestId, requestId);
  assert.deepEqual({ ...reply, requestId: 'req_1234567890' }, await fixture('cancel.reply'));
});

test('every call of the API and every upload wants a good key, and says so in the documented words', async (t) => {
  const sandbox = await open(t);
  const { requestId } = await sandbox.create();
  const calls = [
    ['GET', '/api/open/v1/models'],
    ['POST', generations],
    ['GET', `${generations}/${requestId}`],
    ['POST', `${generations}/${requestId}/cancel`],
    ['PUT', '/sandbox/media/a.png'],
  ] as const;
  for (const [method, path] of calls) {
    for (const authorization of ['', 'Bearer', 'Bearer sd2_', 'Bearer other', 'Basic sd2_live_key', 'sd2_live_key']) {
      const response = await sandbox.send(method, path, undefined, { Authorization: authorization });
      assert.equal(response.status, 401, `${method} ${path} with "${authorization}"`);
      assert.deepEqual(await response.json(), await fixture('unauthorized.reply'));
    }
  }
});

test('with a list of keys only those are good', async (t) => {
  const sandbox = await open(t, { keys: ['sd2_live_mine'] });
  const ask = (key: string) =>
    sandbox.send('GET', '/api/open/v1/models', undefined, { Authorization: `Bearer ${key}` });
  assert.equal((await ask('sd2_live_mine')).status, 200);
  assert.equal((await ask('sd2_live_other')).status, 401);
});
