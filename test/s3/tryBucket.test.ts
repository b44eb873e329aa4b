import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { Bucket } from '../../src/engine/references/bucket/bucket.ts';
import { BucketError, type BucketFault, type BucketStep } from '../../src/engine/references/bucket/bucketError.ts';
import { tryBucket } from '../../src/engine/references/bucket/tryBucket.ts';
import { startGate } from '../support/gate.ts';
import { Storage, transportOf } from './storage.ts';

const storage = new Storage();
/** A service that runs on this machine, and so can fetch from it. */
const here = 'http://127.0.0.1:1';

function attempt(t: TestContext, changes: Partial<Bucket> = {}, secret = storage.secret, origin = here): Promise<void> {
  const { signal } = new AbortController();
  return tryBucket(storage.bucket(changes), secret, { transport: transportOf(t), origin, signal });
}

/** For `assert.rejects`. */
function failure(step: BucketStep, fault: BucketFault, message: RegExp) {
  return (error: unknown): true => {
    assert.ok(error instanceof BucketError, String(error));
    assert.deepEqual([error.step, error.fault], [step, fault], error.message);
    assert.match(error.message, message);
    return true;
  };
}

async function keysOf(bucket: string): Promise<string[]> {
  const list = await (await storage.server.ask('GET', bucket)).text();
  return [...list.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = '']) => key);
}

describe('trying a bucket', () => {
  it('puts a picture there, fetches it without a key and leaves nothing', async (t) => {
    const gate = await startGate(storage.server.origin);
    t.after(() => gate.shut());
    await attempt(t, { endpoint: gate.origin, prefix: 'some clips' });
    assert.deepEqual(
      gate.passages.map(({ method }) => method),
      ['PUT', 'GET', 'DELETE'],
    );
    assert.match(gate.passages[0]?.path ?? '', /^\/clips\/some%20clips\/seedance-trial-[0-9a-f-]+\.png$/);
    assert.deepEqual(await keysOf('clips'), []);
  });

  it('works with a bucket that everybody can read', async (t) => {
    await attempt(t, { name: 'open', publicUrl: `${storage.server.origin}/open` });
    assert.deepEqual(await keysOf('open'), []);
  });

  it('says that the bucket is not public though a public URL is set, and takes the picture away again', async (t) => {
    const trial = attempt(t, { publicUrl: `${storage.server.origin}/clips` });
    await assert.rejects(
      trial,
      failure('fetch', 'notPublic', /does not give it out without a key \(403\)\. Let everybody/),
    );
    assert.deepEqual(await keysOf('clips'), []);
  });

  it('says that a service on the internet cannot fetch from this machine, before anything is sent', async (t) => {
    const gate = await startGate(storage.server.origin);
    t.after(() => gate.shut());
    const trial = attempt(t, { endpoint: gate.origin }, storage.secret, 'https://service.example');
    await assert.rejects(trial, failure('fetch', 'notPublic', /^The service cannot fetch from 127\.0\.0\.1:\d+: /));
    assert.deepEqual(gate.passages, []);
  });

  it('says that the secret is wrong', async (t) => {
    await assert.rejects(
      attempt(t, {}, { secretAccessKey: 'WRONG' }),
      failure('put', 'secret', /^The secret key is not/),
    );
  });

  it('says that there is no such bucket', async (t) => {
    await assert.rejects(attempt(t, { name: 'nowhere' }), failure('put', 'noBucket', /^There is no bucket “nowhere”/));
  });

  it('says that nobody answers', async (t) => {
    const trial = attempt(t, { endpoint: 'http://127.0.0.1:1' });
    await assert.rejects(trial, failure('put', 'unreachable', /^127\.0\.0\.1:1 does not answer \(ECONNREFUSED\)\./));
  });
});
