import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { readLedger } from '../../../src/sandbox/ledger.ts';
import { fixture, never, open, temporaryFolder } from './client.ts';

test('the ledger holds the request field by field, also fields that nobody knows, and never the key', async (t) => {
  const sandbox = await open(t);
  const sent = {
    ...(await fixture('create.request')),
    webhookUrl: 'https://example.com/hook',
    metadata: { job: 'a', nested: { n: [1, null] } },
    later: true,
  };
  const before = Date.now();
  const { requestId } = await sandbox.create(sent);
  const [entry, ...others] = await readLedger(sandbox.folder);
  assert.ok(entry);
  assert.deepEqual(others, []);
  assert.deepEqual(entry.request, sent);
  assert.deepEqual([entry.requestId, entry.creditsCharged, entry.cancelledAt], [requestId, 64, null]);
  assert.ok(entry.createdAt >= before && entry.createdAt <= Date.now());
  await sandbox.close();
  const files = await readdir(sandbox.folder, { recursive: true, withFileTypes: true });
  for (const file of files.filter((each) => each.isFile())) {
    const text = await readFile(join(file.parentPath, file.name), 'latin1');
    assert.ok(!text.includes('sd2_live_key'), file.name);
  }
});

test('the same request sent twice is charged twice', async (t) => {
  const sandbox = await open(t);
  const replies = [await sandbox.create(), await sandbox.create()];
  assert.equal(new Set(replies.map(({ requestId }) => requestId)).size, 2);
  const charges = (await readLedger(sandbox.folder)).map(({ creditsCharged }) => creditsCharged);
  assert.deepEqual(charges, [40, 40]);
});

test('many requests at once are each charged once', async (t) => {
  const sandbox = await open(t, { pace: never });
  await Promise.all(Array.from({ length: 50 }, () => sandbox.create()));
  const ledger = await readLedger(sandbox.folder);
  assert.equal(new Set(ledger.map(({ requestId }) => requestId)).size, 50);
});

test('requests, cancellations and uploads survive a restart', async (t) => {
  const folder = await temporaryFolder(t);
  const before = await open(t, { folder, pace: { queued: 0, processing: 3_600_000 } });
  const [kept, dropped] = [await before.create(), await before.create()];
  await before.cancel(dropped.requestId);
  const url = await before.upload('a.png', 'picture');
  const ledger = await readLedger(folder);
  await before.close();

  const after = await open(t, { folder });
  assert.deepEqual(await readLedger(folder), ledger);
  assert.equal((await after.status(kept.requestId)).status, 'processing');
  assert.equal((await after.status(dropped.requestId)).status, 'cancelled');
  assert.equal((await after.create({ mediaUrls: [url] })).creditsCharged, 64);
});

test('a clip that was due while no server ran is made by the next one that is asked', async (t) => {
  const folder = await temporaryFolder(t);
  const before = await open(t, { folder });
  const { requestId } = await before.create();
  await before.close();
  const after = await open(t, { folder });
  const reply = await after.ended(requestId);
  assert.equal(reply.output?.url, `${after.origin}/sandbox/output/${requestId}.mp4`);
  assert.equal((await fetch(reply.output.url)).status, 200);
});

test('two servers on one folder answer for each other, each with URLs of its own', async (t) => {
  const folder = await temporaryFolder(t);
  const [one, other] = [await open(t, { folder }), await open(t, { folder })];
  const url = await one.upload('a.png', 'picture');
  const { requestId } = await other.create({ mediaUrls: [url] });
  for (const server of [one, other]) {
    const { output } = await server.ended(requestId);
    assert.equal(output?.url, `${server.origin}/sandbox/output/${requestId}.mp4`);
    assert.equal((await fetch(output.url)).status, 200);
  }
  const slow = await open(t, { folder, pace: never });
  const queued = await slow.create();
  assert.equal((await one.cancel(queued.requestId)).status, 'cancelled');
  assert.equal((await slow.status(queued.requestId)).status, 'cancelled');
});

test('a folder without a ledger reads as an empty one, and a file of another make is passed over', async (t) => {
  const folder = await temporaryFolder(t);
  assert.deepEqual(await readLedger(folder), []);
  const sandbox = await open(t, { folder });
  await writeFile(join(folder, 'requests', `req_${'0'.repeat(20)}.json`), '{"made":"elsewhere"}');
  assert.deepEqual(await readLedger(folder), []);
  assert.equal((await sandbox.cancel(`req_${'0'.repeat(20)}`)).http, 404);
});
