import assert from 'node:assert/strict';
import { readFileSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it, type TestContext } from 'node:test';
import { OpenApi } from '../../../../src/engine/api/client.ts';
import { defaultLimits, Transport } from '../../../../src/engine/api/transport.ts';
import { jobIdField } from '../../../../src/engine/jobs/draftRequest.ts';
import type { Job } from '../../../../src/engine/jobs/job.ts';
import { Receipts } from '../../../../src/engine/jobs/receipts.ts';
import { JobStore } from '../../../../src/engine/jobs/store.ts';
import { submit, type Submission, type SubmitDeps, type Target } from '../../../../src/engine/jobs/submit.ts';
import { GivenUrl } from '../../../../src/engine/references/givenUrl.ts';
import { UnresolvedReference } from '../../../../src/engine/references/way.ts';
import { documentedCapabilities } from '../../../../src/shared/capabilities.ts';
import type { Draft, Reference } from '../../../../src/shared/draft.ts';
import { FakeClock } from '../../../support/engine/clock.ts';
import { draftOf, key } from '../../../support/engine/fixtures.ts';
import { golden } from '../../../support/engine/golden.ts';
import { temporaryFolder } from '../../../support/engine/folder.ts';
import { recorder } from '../../../support/engine/ports.ts';
import {
  deadOrigin,
  inTurn,
  json,
  page,
  reset,
  startServer,
  type Arrived,
  type Handler,
} from '../../../support/engine/server.ts';

const accepted = json(200, golden('create.reply'));
const refused = json(400, { success: false, error: { code: 'content_policy', message: 'No.' } });
const busy = (retryAfter?: string): Handler =>
  json(429, { success: false, error: 'Slow down' }, retryAfter === undefined ? {} : { 'retry-after': retryAfter });

const photo: Reference = {
  id: 'photo',
  name: 'photo.png',
  kind: 'image',
  source: { type: 'url', url: 'https://example.com/photo.png' },
};

/** A window with its store, a service, and what it takes to submit. */
type Resolve = SubmitDeps['resolve'];

async function setUp(
  t: TestContext,
  handler: Handler = accepted,
  resolve: Resolve = (reference) => new GivenUrl().resolve(reference),
  firstLook: SubmitDeps['firstLook'] = () => 10_000,
  onWait: NonNullable<SubmitDeps['onWait']> = () => undefined,
) {
  const server = await startServer(t, handler);
  const path = join(temporaryFolder(t), 'jobs.db');
  const store = new JobStore(path);
  t.after(() => store.close());
  const transport = new Transport({ strictSSL: true }, { ...defaultLimits, headers: 200 });
  t.after(() => transport.close());
  const clock = new FakeClock();
  const stop = new AbortController();
  const logged: string[] = [];
  const sending = new Set<string>();
  const send = (draft: Partial<Draft> = {}, baseUrl = server.origin): Promise<Submission> => {
    const api = new OpenApi(transport, { baseUrl, key });
    const target: Target = { service: 'live', baseUrl, folder: 'file:///clips', fileName: 'waves' };
    const capabilities = documentedCapabilities;
    const log = recorder(logged);
    const receipts = new Receipts(dirname(path), log);
    const deps = {
      store,
      clock,
      owner: 'window',
      log,
      api,
      resolve,
      capabilities,
      firstLook,
      receipts,
      sending,
      onWait,
    };
    return submit(draftOf(draft), target, deps, stop.signal);
  };
  return {
    server,
    store,
    clock,
    path,
    stop,
    logged,
    send,
    /** Submits, and lets the waits between two sends pass at once. */
    submit: (draft: Partial<Draft> = {}, baseUrl?: string): Promise<Submission> => clock.fly(send(draft, baseUrl)),
  };
}

function jobIn(submission: Submission): Job {
  assert.ok(submission.outcome !== 'withdrawn', 'it was withdrawn');
  return submission.job;
}

function bodyOf(request: Arrived | undefined): Record<string, unknown> {
  return JSON.parse(request?.body ?? '{}') as Record<string, unknown>;
}

/** The one job in the database, as another process reads it. */
function jobOnDisk(path: string): Job {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return JSON.parse(String(database.prepare('SELECT body FROM jobs').get()?.['body'])) as Job;
  } finally {
    database.close();
  }
}

describe('a submit that is accepted', () => {
  it('is looked at first when the job says: it has just been accepted', async (t) => {
    const seen: (readonly [job: Job, now: number])[] = [];
    const { clock, submit } = await setUp(t, accepted, undefined, (job, now) => {
      seen.push([job, now]);
      return 17_000;
    });
    const job = jobIn(await submit());
    assert.equal(job.pollAt, clock.now() + 17_000);
    const [[asked, now] = []] = seen;
    assert.deepEqual([asked?.state, asked?.acceptedAt, asked?.draft.prompt], ['queued', now, 'Waves at dusk']);
  });

  it('is on disk and looked at even where nobody can tell how long it will take', async (t) => {
    const { clock, path, logged, submit } = await setUp(t, accepted, undefined, () => {
      throw new Error('disk is full');
    });
    const job = jobIn(await submit());
    assert.equal(job.pollAt, clock.now() + 10_000);
    assert.equal(jobOnDisk(path).requestId, job.requestId);
    assert.match(logged.join(), /disk is full/);
  });

  it('is one POST, and a queued job with its charge, its folder and its first look', async (t) => {
    const { server, store, clock, submit } = await setUp(t);
    const submission = await submit();
    const job = jobIn(submission);
    assert.equal(submission.outcome, 'accepted');
    assert.equal(server.requests.length, 1);
    assert.deepEqual(store.list(), [job]);
    assert.deepEqual(
      [job.state, job.requestId, job.creditsCharged, job.pollAt, job.owner],
      ['queued', 'req_1234567890', 64, clock.now() + 10_000, 'window'],
    );
    assert.deepEqual([job.folder, job.fileName, job.baseUrl], ['file:///clips', 'waves', server.origin]);
  });

  it('was on disk, with the time of its sending, before the server saw a byte', async (t) => {
    const { server, clock, path, submit } = await setUp(t);
    let seen: Job | undefined;
    server.answer((request, response) => {
      seen = jobOnDisk(path);
      return accepted(request, response);
    });
    await submit({ references: [photo] });
    assert.deepEqual([seen?.state, seen?.sentAt], ['submitting', clock.now()]);
    assert.deepEqual(seen?.request?.mediaUrls, ['https://example.com/photo.png']);
  });

  it('carries every field of the draft, and the job’s id beside the user’s own metadata', async (t) => {
    const { server, submit } = await setUp(t);
    const extras = { webhookUrl: 'https://example.com/hook', metadata: '{"shot": 12}' };
    const job = jobIn(await submit({ references: [photo], duration: 6, aspectRatio: '9:16', ...extras }));
    assert.deepEqual(bodyOf(server.requests[0]), {
      model: 'seedance-2.0',
      prompt: 'Waves at dusk',
      mediaUrls: ['https://example.com/photo.png'],
      aspectRatio: '9:16',
      duration: 6,
      resolution: '720p',
      webhookUrl: 'https://example.com/hook',
      metadata: { shot: 12, [jobIdField]: job.id },
    });
  });

  it('keeps the key out of the database', async (t) => {
    const { path, submit } = await setUp(t, json(401, { success: false, error: `bad key ${key}` }));
    await submit();
    for (const file of [path, `${path}-wal`]) assert.equal(readFileSync(file).includes(key), false);
  });
});

describe('a submit that is refused', () => {
  it('is one POST, and a rejected job that says why', async (t) => {
    const { server, submit } = await setUp(t, refused);
    const submission = await submit();
    assert.equal(submission.outcome, 'rejected');
    assert.equal(server.requests.length, 1);
    const { state, failure } = jobIn(submission);
    assert.equal(state, 'rejected');
    assert.deepEqual(failure, { kind: 'rejected', status: 400, code: 'content_policy', message: 'No.' });
  });

  it('for its key or for want of credits is so too', async (t) => {
    for (const [status, kind] of [
      [401, 'unauthorized'],
      [402, 'rejected'],
    ] as const) {
      const { server, submit } = await setUp(t, json(status, { success: false, error: null }));
      assert.equal(jobIn(await submit()).failure?.kind, kind);
      assert.equal(server.requests.length, 1);
    }
  });
});

describe('a submit of which nobody can tell whether it was accepted', () => {
  const elsewhere = { location: 'https://example.com/' };
  const faults: readonly [name: string, handler: Handler][] = [
    ['a reset after the bytes left', reset],
    ['no answer', () => undefined],
    ['half an answer', (_, response) => void response.writeHead(200).write('{', () => response.socket?.destroy())],
    ['a redirect', json(307, {}, elsewhere)],
    ['a redirect for good', json(301, {}, elsewhere)],
    ['a 500', json(500, { success: false, error: 'oops' })],
    ['a 502 of a proxy', page(502, '<h1>Bad gateway</h1>')],
    ['a 503', page(503, '')],
    ['a 503 that says when to ask again', json(503, { success: false }, { 'retry-after': '1' })],
    ['a 408', json(408, { success: false, error: 'timeout' })],
    ['a 409', json(409, { success: false, error: 'conflict' })],
    ['a 425', json(425, { success: false, error: 'early' })],
    ['a 4xx that is not the service’s', page(403, '<h1>Blocked</h1>')],
    ['an unreadable 200', page(200, '<h1>Hello</h1>')],
    ['an empty 200', page(200, '')],
    ['a 200 without an id', json(200, { success: true, creditsCharged: 64 })],
    ['a 200 that refuses', json(200, { success: false, error: { code: 'unauthorized' } })],
  ];
  for (const [name, handler] of faults) {
    it(`is one POST and unknown after ${name}`, async (t) => {
      const { server, store, clock, submit } = await setUp(t, inTurn(handler, accepted));
      const submission = await submit();
      assert.equal(submission.outcome, 'unknown');
      const job = jobIn(submission);
      assert.deepEqual([job.state, job.sentAt !== undefined], ['unknown', true]);
      assert.ok(job.failure);
      clock.advance(3_600_000);
      assert.equal(server.requests.length, 1);
      assert.deepEqual(store.drafts.list(), [], 'no draft stands ready to be paid again');
    });
  }
});

describe('a submit that surely did not arrive', () => {
  it('is tried three times while nothing listens, then the draft stands as it was', async (t) => {
    const { store, clock, submit } = await setUp(t);
    const before = clock.now();
    store.drafts.save(draftOf(), 1);
    const submission = await submit({}, await deadOrigin());
    assert.ok(submission.outcome === 'withdrawn' && submission.why.kind === 'failure');
    assert.equal(submission.why.failure.kind, 'network');
    assert.equal(clock.now() - before, 5000);
    assert.deepEqual([store.list(), store.drafts.list()], [[], [draftOf()]]);
  });

  it('comes through once something listens, as one POST', async (t) => {
    const { clock, send, store } = await setUp(t);
    const origin = await deadOrigin();
    const submission = send({}, origin);
    // The first wait tells that the first try was refused.
    while (clock.waiting === 0) await new Promise((resolve) => setImmediate(resolve));
    const server = await startServer(t, accepted, Number(new URL(origin).port));
    assert.equal((await clock.fly(submission)).outcome, 'accepted');
    assert.equal(server.requests.length, 1);
    assert.equal(store.list()[0]?.state, 'queued');
  });

  it('is sent again after a 429, up to three times in all', async (t) => {
    const { server, clock, submit } = await setUp(t, inTurn(busy(), busy(), accepted));
    const before = clock.now();
    assert.equal((await submit()).outcome, 'accepted');
    assert.equal(server.requests.length, 3);
    assert.equal(clock.now() - before, 5000);

    const busier = await setUp(t, busy());
    const submission = await busier.submit();
    assert.equal(submission.outcome, 'rejected');
    assert.equal(jobIn(submission).failure?.kind, 'rateLimited');
    assert.equal(busier.server.requests.length, 3);
  });

  it('waits as long as the service asks, and gives up where that is too long', async (t) => {
    const { server, clock, submit } = await setUp(t, inTurn(busy('20'), accepted));
    const before = clock.now();
    assert.equal((await submit()).outcome, 'accepted');
    assert.equal(clock.now() - before, 20_000);
    assert.equal(server.requests.length, 2);

    const closed = await setUp(t, busy('31'));
    assert.equal((await closed.submit()).outcome, 'rejected');
    assert.equal(closed.server.requests.length, 1);
    assert.equal(closed.clock.waiting, 0);
  });

  it('waits until the date that the service names, with the same limit', async (t) => {
    const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1000).toUTCString();
    const waits = async (date: string): Promise<number> => {
      const { clock, server, submit } = await setUp(t, inTurn(busy(date), accepted));
      const before = clock.now();
      assert.equal((await submit()).outcome, 'accepted');
      assert.equal(server.requests.length, 2);
      return clock.now() - before;
    };
    const waited = await waits(inSeconds(20));
    assert.ok(waited > 10_000 && waited <= 20_000, `${waited} ms`);
    assert.equal(await waits(inSeconds(-20)), 1000);

    const closed = await setUp(t, busy(inSeconds(90)));
    assert.equal((await closed.submit()).outcome, 'rejected');
    assert.equal(closed.server.requests.length, 1);
  });

  it('is not taken for sent while it waits for its next send', async (t) => {
    const { server, store, clock, send } = await setUp(t, inTurn(busy(), accepted));
    const submission = send();
    await server.arrived(0);
    while (clock.waiting === 0) await new Promise((resolve) => setImmediate(resolve));
    const [job] = store.list();
    assert.equal(job?.sentAt, undefined);
    assert.deepEqual(
      [job?.pollFailure?.kind, job?.pollAt],
      ['rateLimited', clock.now() + 1000],
      'and it says why, and until when',
    );
    await clock.fly(submission);
    assert.equal(store.list()[0]?.pollFailure, undefined);
  });

  it('says that it waits, and when it does not any more', async (t) => {
    const waits: unknown[] = [];
    const { clock, submit } = await setUp(
      t,
      inTurn(busy('20'), accepted),
      undefined,
      undefined,
      (wait) => void waits.push(wait),
    );
    const before = clock.now();
    await submit();
    assert.deepEqual(waits, [
      {
        failure: { kind: 'rateLimited', status: 429, retryAfter: 20_000, message: 'Slow down' },
        until: before + 20_000,
      },
      undefined,
    ]);
  });
});

describe('stopping a submit', () => {
  it('before the send withdraws it and keeps the draft', async (t) => {
    const { server, store, stop, submit } = await setUp(t);
    stop.abort(new Error('the window closes'));
    assert.deepEqual(await submit(), { outcome: 'withdrawn', why: { kind: 'stopped' } });
    assert.deepEqual([store.list(), store.drafts.list()], [[], [draftOf()]]);
    assert.equal(server.connections(), 0);
  });

  it('while references are on their way does so too', async (t) => {
    const slow: Resolve = (_, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('stopped')), { once: true });
        setImmediate(() => stop.abort(new Error('the window closes')));
      });
    const { server, store, stop, submit } = await setUp(t, accepted, slow);
    assert.deepEqual(await submit({ references: [photo] }), { outcome: 'withdrawn', why: { kind: 'stopped' } });
    assert.equal(store.drafts.list().length, 1);
    assert.equal(server.connections(), 0);
  });

  it('between two sends does so too', async (t) => {
    const { server, store, clock, stop, send } = await setUp(t, busy());
    const submission = send();
    while (clock.waiting === 0) await new Promise((resolve) => setImmediate(resolve));
    stop.abort(new Error('the window closes'));
    assert.deepEqual(await submission, { outcome: 'withdrawn', why: { kind: 'stopped' } });
    assert.equal(server.requests.length, 1);
    assert.equal(store.drafts.list().length, 1);
    assert.equal(clock.waiting, 0);
  });

  it('after the send does nothing: the answer is waited for', async (t) => {
    const { server, stop, submit } = await setUp(t);
    server.answer((request, response) => {
      stop.abort(new Error('the window closes'));
      setImmediate(() => void accepted(request, response));
    });
    assert.equal((await submit()).outcome, 'accepted');
    assert.equal(server.requests.length, 1);
  });
});

describe('a submit that another window took for an orphan', () => {
  it('is never sent where the job is a draft again', async (t) => {
    const { server, store, submit, path } = await setUp(t);
    const other = new JobStore(path);
    t.after(() => other.close());
    const subscription = store.onDidChange(({ changed }) => {
      const [job] = changed;
      if (job?.request === undefined) return;
      subscription.dispose();
      assert.ok(other.withdraw(job.id, 5));
    });
    assert.deepEqual(await submit(), { outcome: 'withdrawn', why: { kind: 'stopped' } });
    assert.equal(server.requests.length, 0);
    assert.equal(store.drafts.list().length, 1);
  });

  it('is healed by its answer where it was given up as lost', async (t) => {
    const { server, store, submit } = await setUp(t);
    server.answer((request, response) => {
      store.apply(store.list()[0]?.id ?? '', { type: 'lost', at: 5 });
      return accepted(request, response);
    });
    const job = jobIn(await submit());
    assert.deepEqual([job.state, job.requestId], ['queued', 'req_1234567890']);
  });

  it('is not sent again after a 429 where it was given up: somebody may have made it anew', async (t) => {
    const { server, store, submit } = await setUp(t);
    server.answer((request, response) => {
      store.apply(store.list()[0]?.id ?? '', { type: 'lost', at: 5 });
      return busy()(request, response);
    });
    assert.equal((await submit()).outcome, 'rejected');
    assert.equal(server.requests.length, 1);
  });
});

describe('a submit that must not be', () => {
  it('for a broken rule sends nothing and says every problem', async (t) => {
    const { server, store, submit } = await setUp(t);
    const submission = await submit({ prompt: '', duration: 99, metadata: '{' });
    assert.ok(submission.outcome === 'withdrawn' && submission.why.kind === 'problems');
    const fields = submission.why.problems.map(({ field }) => field);
    assert.deepEqual(fields, ['prompt', 'duration', 'metadata']);
    assert.equal(server.connections(), 0);
    assert.equal(store.drafts.list().length, 1);
  });

  it('for a mere warning is sent', async (t) => {
    const { submit } = await setUp(t);
    assert.equal((await submit({ webhookUrl: 'http://example.com/hook' })).outcome, 'accepted');
  });

  it('for a reference that has no way says which', async (t) => {
    const local: Reference = { ...photo, source: { type: 'file', uri: 'file:///photo.png' } };
    const { server, submit } = await setUp(t);
    const submission = await submit({ references: [local] });
    assert.ok(submission.outcome === 'withdrawn' && submission.why.kind === 'reference');
    assert.equal(submission.why.referenceId, 'photo');
    assert.match(submission.why.message, /“photo.png” has no URL/);
    assert.equal(server.connections(), 0);
  });

  it('for a reference whose way fails says why', async (t) => {
    const broken: Resolve = ({ id }) => Promise.reject(new UnresolvedReference(id, 'gone'));
    const { submit, store } = await setUp(t, accepted, broken);
    const why = { kind: 'reference', referenceId: 'photo', message: 'gone' };
    assert.deepEqual(await submit({ references: [photo] }), { outcome: 'withdrawn', why });
    assert.equal(store.drafts.list().length, 1);
  });

  it('for one of several references that fails brings none of those behind it', async (t) => {
    const seen: string[] = [];
    const { submit } = await setUp(t, accepted, ({ id }) => {
      seen.push(id);
      return id === 'broken'
        ? Promise.reject(new UnresolvedReference(id, 'gone'))
        : Promise.resolve(`https://x.test/${id}.png`);
    });
    const submission = await submit({ references: [photo, { ...photo, id: 'broken' }, { ...photo, id: 'other' }] });
    assert.ok(submission.outcome === 'withdrawn' && submission.why.kind === 'reference');
    assert.deepEqual(seen, ['photo', 'broken']);
  });

  it('keeps the address of a signed link, not its signature', async (t) => {
    const link = 'https://s3.test/media/a.png?X-Amz-Security-Token=token&X-Amz-Signature=abc';
    const { submit, server, store } = await setUp(t, accepted, () => Promise.resolve(link));
    await submit({ references: [photo] });
    assert.deepEqual((JSON.parse(server.requests[0]?.body ?? '') as { mediaUrls: unknown }).mediaUrls, [link]);
    assert.deepEqual(store.list()[0]?.request?.mediaUrls, ['https://s3.test/media/a.png']);
  });

  it('for a fault of ours keeps the draft and comes out as the fault', async (t) => {
    const fault = new TypeError('a bug');
    const { submit, store } = await setUp(t, accepted, () => Promise.reject(fault));
    await assert.rejects(submit({ references: [photo] }), fault);
    assert.deepEqual([store.list(), store.drafts.list().length], [[], 1]);
  });
});

describe('one draft', () => {
  it('is sent once, even when two windows show it', async (t) => {
    const { server, submit } = await setUp(t);
    assert.equal((await submit()).outcome, 'accepted');
    assert.deepEqual(await submit(), { outcome: 'withdrawn', why: { kind: 'alreadySent' } });
    assert.equal(server.requests.length, 1);
  });

  it('is not sent again while nobody knows what became of it', async (t) => {
    const { server, submit } = await setUp(t, reset);
    assert.equal((await submit()).outcome, 'unknown');
    assert.equal((await submit()).outcome, 'withdrawn');
    assert.equal(server.requests.length, 1);
  });

  it('may be sent again after it was refused', async (t) => {
    const { server, submit } = await setUp(t, inTurn(refused, accepted));
    assert.equal((await submit()).outcome, 'rejected');
    assert.equal((await submit()).outcome, 'accepted');
    assert.equal(server.requests.length, 2);
  });
});

describe('an accepted job that the disk does not take', () => {
  it('has a receipt, from which the store learns of it later, and is never sent again', async (t) => {
    const { server, store, logged, path, submit } = await setUp(t);
    refuse(store, 3);
    const submission = await submit();
    assert.ok(submission.outcome === 'accepted');
    assert.equal(store.get(submission.job.id)?.state, 'submitting');
    const log = recorder([]);
    for (const job of new Receipts(dirname(path), log).jobs()) store.insert(job);
    assert.deepEqual(store.get(submission.job.id), submission.job);
    assert.equal(server.requests.length, 1);
    assert.match(logged.join(), new RegExp(submission.job.requestId ?? 'none'));
  });

  it('is not taken for one that was never sent, when the disk stays as it is', async (t) => {
    const { server, store, submit } = await setUp(t);
    refuse(store, Infinity);
    const submission = await submit();
    assert.ok(submission.outcome === 'accepted' && submission.job.requestId !== undefined);
    assert.equal(server.requests.length, 1);
    assert.deepEqual(store.drafts.list(), []);
  });
});

/** Lets the disk refuse to take an accepted job that many times. */
function refuse(store: JobStore, times: number): void {
  const apply = store.apply.bind(store);
  let left = times;
  store.apply = (id, event, by) => {
    if (event.type === 'accepted' && left-- > 0) throw new Error('database or disk is full');
    return apply(id, event, by);
  };
}

describe('a job that a damaged database has lost while it was under way', () => {
  const lose = (path: string): void => {
    const database = new DatabaseSync(path);
    database.exec('DELETE FROM jobs');
    database.close();
  };

  it('is there again as sent where no answer comes, and its draft is not sent once more', async (t) => {
    const { server, store, path, submit } = await setUp(t);
    server.answer((request, response) => {
      lose(path);
      return reset(request, response);
    });
    const job = jobIn(await submit({ id: 'one' }));
    assert.equal(job.state, 'unknown');
    assert.ok(jobOnDisk(path).sentAt);
    assert.equal(store.findByDraft('one')?.id, job.id);
    assert.deepEqual(await submit({ id: 'one' }), { outcome: 'withdrawn', why: { kind: 'alreadySent' } });
    assert.equal(server.requests.length, 1);
  });

  it('is a draft again where nothing was sent', async (t) => {
    const { server, store, path, submit } = await setUp(t, accepted, () => {
      lose(path);
      return Promise.reject(new UnresolvedReference('photo', 'No way'));
    });
    assert.equal((await submit({ id: 'one', references: [photo] })).outcome, 'withdrawn');
    assert.deepEqual(
      store.drafts.list().map(({ id }) => id),
      ['one'],
    );
    assert.equal(server.requests.length, 0);
  });

  it('holds its draft as soon as this window sees the new file', async (t) => {
    const { server, store, path, submit } = await setUp(t);
    server.answer((request, response) => {
      lose(path);
      const old = new DatabaseSync(path);
      old.exec(`VACUUM INTO '${path}.new'`);
      old.close();
      renameSync(path, `${path}.aside`);
      renameSync(`${path}.new`, path);
      store.refresh();
      const other = new JobStore(path);
      assert.ok(other.findByDraft('one')?.sentAt);
      other.close();
      return accepted(request, response);
    });
    assert.equal((await submit({ id: 'one' })).outcome, 'accepted');
  });
});
