import assert from 'node:assert/strict';
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it, type TestContext } from 'node:test';
import { OpenApi } from '../../../../src/engine/api/client.ts';
import { Transport } from '../../../../src/engine/api/transport.ts';
import { DownloadError } from '../../../../src/engine/downloads/downloadError.ts';
import { isUnfinished, type Job } from '../../../../src/engine/jobs/job.ts';
import { Poller } from '../../../../src/engine/jobs/poller.ts';
import { lifetime } from '../../../../src/engine/jobs/windows.ts';
import { StoreError } from '../../../../src/engine/jobs/storeError.ts';
import { JobStore } from '../../../../src/engine/jobs/store.ts';
import { FakeClock } from '../../../support/engine/clock.ts';
import { draftOf, jobOf, key, unsentJobOf } from '../../../support/engine/fixtures.ts';
import { temporaryFolder } from '../../../support/engine/folder.ts';
import { recorder } from '../../../support/engine/ports.ts';
import { inTurn, json, page, reset, startServer, type Handler } from '../../../support/engine/server.ts';

const processing = json(200, { success: true, status: 'processing' });
const failed = json(200, { success: true, status: 'failed', error: { code: 'face', message: 'A face' } });
const succeeded = json(200, { success: true, status: 'succeeded', output: { url: 'https://example.com/a.mp4' } });

type Download = (job: Job, signal: AbortSignal, ask: (requestId: string) => Promise<unknown>) => Promise<void>;

/** A service, a folder, and as many windows on it as a test opens. */
async function setUp(t: TestContext, handler?: Handler) {
  const server = await startServer(t, handler);
  const path = join(temporaryFolder(t), 'jobs.db');
  const clock = new FakeClock();
  /** The files that are there, with their sizes. */
  const sizes = new Map<string, number>();
  /** The jobs of which nothing half done is left. */
  const tidied: string[] = [];

  function openWindow(owner = 'window', download: Download = () => Promise.resolve()) {
    const store = new JobStore(path);
    const transport = new Transport({ strictSSL: true });
    const lines: string[] = [];
    const asked: string[] = [];
    const sending = new Set<string>();
    const poller = new Poller({
      store,
      clock,
      owner,
      log: recorder(lines),
      api: ({ id, baseUrl }) => {
        asked.push(id);
        const base = baseUrl === jobOf().baseUrl ? server.origin : baseUrl;
        return Promise.resolve(new OpenApi(transport, { baseUrl: base, key }));
      },
      download: (job, _lease, { ask }, signal) => download(job, signal, ask),
      tidy: ({ id }) => Promise.resolve(void tidied.push(id)),
      sizeOf: (file) => Promise.resolve(sizes.get(file)),
      isSending: (id) => sending.has(id),
      recover: () => undefined,
    });
    let open = true;
    /** The window's process is gone: no goodbye, no timers, no sockets. */
    const kill = async (): Promise<void> => {
      if (!open) return;
      open = false;
      store.windows.leave = () => undefined;
      poller.dispose();
      await transport.close();
      store.close();
    };
    t.after(kill);
    return {
      store,
      poller,
      lines,
      /** The jobs for which a look was begun. */
      asked,
      /** The jobs that this window is at work on sending. */
      sending,
      kill,
      close: async () => {
        store.windows.leave(owner);
        await kill();
      },
    };
  }
  return { server, path, clock, sizes, tidied, openWindow };
}

/** Resolves with the job as soon as `test` holds for it. */
function became(store: JobStore, test: (job: Job) => boolean, id = 'job'): Promise<Job> {
  return new Promise((resolve) => {
    const look = (): void => {
      const job = store.get(id);
      if (job === undefined || !test(job)) return;
      listening.dispose();
      resolve(job);
    };
    const listening = store.onDidChange(look);
    look();
  });
}

const isSeen = ({ polls }: Job): boolean => polls > 0;

describe('the poller', () => {
  it('looks when a job is due, not before', async (t) => {
    const { server, clock, openWindow } = await setUp(t, processing);
    const { store } = openWindow();
    store.insert(jobOf({ pollAt: clock.now() + 10_000, acceptedAt: clock.now() - 110_000 }));
    clock.advance(9_999);
    assert.equal(server.requests.length, 0);
    clock.advance(1);
    const job = await became(store, ({ state }) => state === 'processing');
    assert.equal(server.requests.length, 1);
    // After two minutes a new user's clip may be ready at any time.
    assert.ok(job.pollAt !== undefined && job.pollAt >= clock.now() + 6000 && job.pollAt <= clock.now() + 12_000);
  });

  it('looks when clips like it used to be ready', async (t) => {
    const { clock, openWindow } = await setUp(t, processing);
    const { store } = openWindow();
    const now = clock.now();
    for (let number = 0; number < 20; number++) {
      const acceptedAt = now - 300_000;
      const endedAt = acceptedAt + 100_000 + 200 * number;
      const took = { acceptedAt, lookedAt: endedAt - 2000, endedAt };
      store.insert(jobOf({ id: `done-${number}`, state: 'succeeded', ...took }));
    }
    store.insert(jobOf({ id: 'new', acceptedAt: now - 1000 }));
    store.insert(jobOf({ id: 'due', acceptedAt: now - 100_000 }));
    const [fresh, due] = [await became(store, isSeen, 'new'), await became(store, isSeen, 'due')];
    assert.ok(fresh.pollAt !== undefined && fresh.pollAt >= now + 48_000, `${(fresh.pollAt ?? 0) - now}`);
    assert.ok(due.pollAt !== undefined && due.pollAt <= now + 9000, `${(due.pollAt ?? 0) - now}`);
  });

  it('gives all jobs their turn where the service is too slow for the looks they want', async (t) => {
    const { server, clock, openWindow } = await setUp(t);
    const { store, poller } = openWindow();
    const held: (() => void)[] = [];
    server.answer((request, response) => void held.push(() => void processing(request, response)));
    const ids = Array.from({ length: 40 }, (_, index) => `job-${index}`);
    const acceptedAt = clock.now() - 120_000;
    for (const id of ids) store.insert(jobOf({ id, acceptedAt, pollAt: clock.now() + 60_000 }));
    poller.lookNow();
    for (let round = 0; round < 60; round++) {
      await server.arrived(4 * round + 3);
      clock.advance(2000);
      for (const release of held.splice(0)) release();
    }
    await clock.fly(
      became(store, () => store.unfinished().reduce((sum, { polls }) => sum + polls, 0) === 240, 'job-0'),
    );
    // Six looks each, but for those that are just at their turn.
    for (const { id, polls } of store.unfinished()) assert.ok(polls >= 5 && polls <= 7, `${id}: ${polls}`);
  });

  it('goes on until the job has ended, then rests without a timer', async (t) => {
    const { server, clock, openWindow } = await setUp(t, inTurn(processing, processing, failed));
    const { store } = openWindow();
    store.insert(jobOf());
    const job = await clock.fly(became(store, ({ state }) => state === 'failed'));
    assert.deepEqual(job.error, { code: 'face', message: 'A face' });
    clock.advance(60_000);
    assert.equal(server.requests.length, 3);
    assert.equal(clock.waiting, 0);
  });

  it('has no timer, no lease and no connection while nothing is unfinished', async (t) => {
    const { server, clock, openWindow } = await setUp(t);
    const { store, poller } = openWindow();
    poller.wake();
    store.insert(jobOf({ state: 'failed' }));
    store.insert(jobOf({ id: 'other', state: 'succeeded', download: { state: 'failed', reason: 'disk full' } }));
    assert.equal(clock.waiting, 0);
    assert.equal(poller.leads, false);
    assert.equal(server.connections(), 0);
    assert.deepEqual(store.windows.living(0, Infinity).ids.size, 0);
  });

  const troubles: readonly [name: string, handler: Handler][] = [
    ['a reset', reset],
    ['a 500', json(500, { success: false, error: 'oops' })],
    ['HTML', page(200, '<html>')],
    ['a wrong key', json(401, { success: false, error: { code: 'unauthorized' } })],
    ['a 404', json(404, { success: false, error: { code: 'not_found' } })],
    ['a reply about another job', json(200, { requestId: 'req_2', status: 'succeeded' })],
  ];
  for (const [name, handler] of troubles) {
    it(`does not take ${name} for the end of a job`, async (t) => {
      const { server, clock, openWindow } = await setUp(t, inTurn(handler, handler, processing));
      const { store } = openWindow();
      store.insert(jobOf());
      const troubled = await clock.fly(became(store, ({ pollFailures }) => pollFailures === 2));
      assert.equal(troubled.state, 'queued');
      assert.ok(troubled.pollFailure);
      const healed = await clock.fly(became(store, ({ state }) => state === 'processing'));
      assert.deepEqual([healed.pollFailures, healed.pollFailure], [0, undefined]);
      assert.ok(server.requests.length >= 3);
    });
  }

  it('waits as long as the service asks', async (t) => {
    const { clock, openWindow } = await setUp(t, json(429, { success: false }, { 'retry-after': '90' }));
    const { store } = openWindow();
    store.insert(jobOf());
    const job = await became(store, ({ pollFailures }) => pollFailures === 1);
    assert.equal(job.pollAt, clock.now() + 90_000);
  });

  it('rests for all jobs while the key is not taken, and looks again when it was mended', async (t) => {
    const wrongKey = json(401, { success: false, error: { code: 'unauthorized' } });
    const { server, clock, openWindow } = await setUp(t, wrongKey);
    const { store, poller } = openWindow();
    for (const id of ['a', 'b', 'c', 'd', 'e', 'f']) store.insert(jobOf({ id }));
    await became(store, ({ pollFailures }) => pollFailures === 1, 'a');
    const asked = server.requests.length;
    for (let minute = 0; minute < 9; minute++) clock.advance(60_000);
    assert.equal(server.requests.length, asked, 'all looks wait');
    server.answer(failed);
    poller.connectionChanged();
    for (const id of ['a', 'f']) await clock.fly(became(store, ({ state }) => state === 'failed', id));
  });

  it('notices a key that was mended elsewhere by a single look from time to time, and says nothing twice', async (t) => {
    const wrongKey = json(401, { success: false, error: { code: 'unauthorized' } });
    const { server, clock, openWindow } = await setUp(t, wrongKey);
    const { store, lines } = openWindow();
    for (const id of ['a', 'b', 'c']) store.insert(jobOf({ id }));
    const failures = (): number => store.unfinished().reduce((sum, { pollFailures }) => sum + pollFailures, 0);
    await clock.fly(became(store, () => failures() === 6, 'a'));
    assert.equal(lines.filter((line) => line.includes('cannot be asked for now: key')).length, 1);
    server.answer(failed);
    await Promise.all(['a', 'b', 'c'].map((id) => clock.fly(became(store, ({ state }) => state === 'failed', id))));
  });

  it('looks once in a while while the service cannot be reached, not once for each job', async (t) => {
    const { server, clock, openWindow } = await setUp(t, processing);
    const { store, asked, lines } = openWindow();
    await server.close();
    for (let number = 0; number < 20; number++) store.insert(jobOf({ id: String(number) }));
    await became(store, ({ pollFailures }) => pollFailures === 1, '0');
    const before = asked.length;
    assert.ok(before <= 5, String(before));
    for (let minute = 0; minute < 10; minute++) {
      const [since, looks] = [clock.now(), asked.length];
      while (clock.now() < since + 60_000) await clock.fly(new Promise((resolve) => setImmediate(resolve)));
      assert.ok(asked.length - looks <= 5, `${asked.length - looks} looks`);
    }
    assert.equal(lines.filter((line) => line.includes('offline')).length, 1);
  });

  it('lets one job that is refused for itself alone hold up no others', async (t) => {
    const refused = json(403, { success: false });
    const { clock, openWindow } = await setUp(t, (request, response) =>
      (request.path.includes('foreign') ? refused : failed)(request, response),
    );
    const { store } = openWindow();
    store.insert(jobOf({ id: 'foreign', requestId: 'foreign', createdAt: 1 }));
    await became(store, ({ pollFailures }) => pollFailures === 1, 'foreign');
    store.insert(jobOf({ id: 'own', requestId: 'own', createdAt: 2 }));
    const { endedAt } = await clock.fly(became(store, ({ state }) => state === 'failed', 'own'));
    assert.ok(endedAt !== undefined);
  });

  it('pauses between looks that fail after what was in the way of all of them is gone', async (t) => {
    const { server, clock, openWindow } = await setUp(t, json(429, { success: false }));
    const { store } = openWindow();
    store.insert(jobOf());
    await became(store, ({ pollFailures }) => pollFailures === 1);
    server.answer(page(502, '<html>'));
    const since = clock.now();
    await clock.fly(became(store, ({ pollFailures }) => pollFailures === 6));
    assert.ok(clock.now() - since > 60_000, `${clock.now() - since} ms`);
  });

  it('does not wait for a time that a clock which was set back has moved far away', async (t) => {
    const { server, clock, openWindow } = await setUp(t, processing);
    const { store } = openWindow();
    store.insert(jobOf({ pollAt: clock.now() + 24 * 3_600_000 }));
    await server.arrived(0);
  });

  it('shows a status that it does not know, and goes on', async (t) => {
    const upscaling = json(200, { success: true, status: 'upscaling' });
    const { clock, openWindow } = await setUp(t, inTurn(upscaling, upscaling, failed));
    const { store } = openWindow();
    store.insert(jobOf());
    const job = await clock.fly(became(store, ({ status }) => status !== undefined));
    assert.deepEqual([job.state, job.status], ['queued', 'upscaling']);
    await clock.fly(became(store, ({ state }) => state === 'failed'));
  });

  it('looks at four jobs at a time at most, and at all in the end', async (t) => {
    const { server, clock, openWindow } = await setUp(t);
    const { store, poller, asked } = openWindow();
    const held: (() => void)[] = [];
    server.answer((request, response) => void held.push(() => void failed(request, response)));
    const ids = Array.from({ length: 11 }, (_, index) => `job-${index}`);
    for (const id of ids) store.insert(jobOf({ id, pollAt: clock.now() + 60_000 }));
    poller.lookNow();
    await server.arrived(3);
    clock.advance(3000);
    held.shift()?.();
    await server.arrived(4);
    assert.equal(held.length, 4);
    assert.equal(asked.length, 5);
    server.answer(failed);
    for (const release of held) release();
    await Promise.all(ids.map((id) => became(store, ({ state }) => state === 'failed', id)));
    assert.equal(server.requests.length, 11);
  });

  for (const count of [1, 2])
    it(`keeps one of the four looks for another service where ${count} are silent`, async (t) => {
      const { server, clock, openWindow } = await setUp(t, processing);
      const { store, poller, asked } = openWindow();
      const pollAt = clock.now() + 60_000;
      for (let service = 0; service < count; service++) {
        const { origin: baseUrl } = await startServer(t, () => undefined);
        for (let number = 0; number < 20; number++)
          store.insert(jobOf({ id: `silent-${service}-${number}`, baseUrl, createdAt: number, pollAt }));
      }
      for (const id of ['a', 'b']) store.insert(jobOf({ id, baseUrl: server.origin, pollAt }));
      poller.lookNow();
      for (const id of ['a', 'b']) await clock.fly(became(store, isSeen, id));
      assert.equal(asked.filter((id) => id.startsWith('silent')).length, 3);
    });

  it('tries a service again that turned it away while another one is silent', async (t) => {
    const { server, clock, openWindow } = await setUp(t, inTurn(json(429, { success: false }), processing));
    const { origin: baseUrl } = await startServer(t, () => undefined);
    const { store, poller } = openWindow();
    const pollAt = clock.now() + 60_000;
    for (let number = 0; number < 20; number++) store.insert(jobOf({ id: `silent-${number}`, baseUrl, pollAt }));
    store.insert(jobOf({ id: 'turned away', pollAt }));
    poller.lookNow();
    await clock.fly(became(store, ({ state }) => state === 'processing', 'turned away'));
    assert.equal(server.requests.length, 2);
  });

  it('keeps no look for a service that nobody is to ask for an hour', async (t) => {
    const { clock, openWindow } = await setUp(t);
    const { origin: baseUrl } = await startServer(t, () => undefined);
    const { store, asked } = openWindow();
    store.insert(jobOf({ id: 'later', pollAt: clock.now() + 3_600_000 }));
    for (let number = 0; number < 20; number++) store.insert(jobOf({ id: `silent-${number}`, baseUrl }));
    assert.equal(asked.length, 4);
  });

  it('writes down together what looks bring that come together', async (t) => {
    const { server, clock, openWindow } = await setUp(t);
    const { store, poller } = openWindow();
    const held: (() => void)[] = [];
    server.answer((request, response) => void held.push(() => void failed(request, response)));
    const ids = Array.from({ length: 10 }, (_, index) => `job-${index}`);
    for (const id of ids) store.insert(jobOf({ id, pollAt: clock.now() + 60_000 }));
    poller.lookNow();
    const told: number[] = [];
    const ended = Promise.withResolvers<undefined>();
    store.onDidChange(({ changed }) => {
      told.push(changed.length);
      if (store.unfinished().length === 0) ended.resolve(undefined);
    });
    for (let arrived = 4; arrived <= ids.length; arrived++) {
      await server.arrived(arrived - 1);
      held.shift()?.();
    }
    for (const release of held) release();
    await ended.promise;
    assert.deepEqual(told, [10]);
  });

  it('writes it down soon where some looks are slow', async (t) => {
    const { server, clock, openWindow } = await setUp(t);
    const { store, poller } = openWindow();
    const held: (() => void)[] = [];
    server.answer((request, response) => void held.push(() => void failed(request, response)));
    for (const id of ['a', 'b']) store.insert(jobOf({ id, pollAt: clock.now() + 60_000 }));
    poller.lookNow();
    await server.arrived(1);
    const ended = became(store, ({ state }) => state === 'failed', 'a');
    const other = became(store, ({ state }) => state === 'failed', 'b');
    held[0]?.();
    await clock.fly(Promise.race([ended, other]));
    held[1]?.();
    await clock.fly(Promise.all([ended, other]));
  });

  it('does not look through all jobs for each that is as it was', async (t) => {
    const { server, clock, openWindow } = await setUp(t, processing);
    const { store, poller, asked } = openWindow();
    const ids = Array.from({ length: 40 }, (_, index) => `job-${index}`);
    const seen = { state: 'processing', processingAt: clock.now(), pollAt: clock.now() + 60_000 } as const;
    for (const id of ids) store.insert(jobOf({ id, ...seen }));
    poller.lookNow();
    let searches = 0;
    const unfinished = store.unfinished.bind(store);
    store.unfinished = () => {
      searches++;
      return unfinished();
    };
    await server.arrived(ids.length - 1);
    assert.equal(asked.length, 40);
    assert.ok(searches < 10, `${searches}`);
  });

  it('never looks at a job twice at the same time', async (t) => {
    const { server, clock, openWindow } = await setUp(t);
    const { store, poller } = openWindow();
    store.insert(jobOf());
    await server.arrived(0);
    poller.lookNow();
    clock.advance(9000);
    poller.lookNow();
    assert.equal(server.requests.length, 1);
  });

  it('looks at once on Refresh', async (t) => {
    const { server, clock, openWindow } = await setUp(t, processing);
    const { store, poller } = openWindow();
    store.insert(jobOf({ pollAt: clock.now() + 3_600_000 }));
    poller.lookNow();
    await server.arrived(0);
  });

  it('looks when the user comes back at what would have been due by then, had they been there', async (t) => {
    const { clock, openWindow } = await setUp(t, processing);
    const { store, poller, asked } = openWindow();
    poller.setFocused(false);
    store.insert(jobOf());
    assert.equal(store.windows.living(0, Infinity).focused, false);
    const { pollAt = 0 } = await became(store, isSeen);
    const third = Math.ceil((pollAt - clock.now()) / 3);
    clock.advance(third - 1);
    poller.setFocused(true);
    assert.equal(store.windows.living(0, Infinity).focused, true);
    poller.setFocused(false);
    clock.advance(1000);
    assert.equal(asked.length, 1);
    poller.setFocused(true);
    assert.equal(asked.length, 2);
  });

  it('looks when one comes back to another window, too, at what would have been due by then', async (t) => {
    const { clock, openWindow } = await setUp(t, processing);
    const [one, two] = [openWindow('one'), openWindow('two')];
    one.poller.setFocused(false);
    one.store.insert(jobOf());
    two.poller.setFocused(false);
    const { pollAt = 0 } = await became(one.store, isSeen);
    two.poller.wake();
    clock.advance(Math.ceil((pollAt - clock.now()) / 3));
    assert.equal(one.asked.length, 1);
    two.poller.setFocused(true);
    clock.advance(3000);
    assert.equal(one.asked.length, 2);
  });

  it('looks within a minute when one comes back, though the window that put it off is gone', async (t) => {
    const { clock, openWindow } = await setUp(t, processing);
    const [one, two] = [openWindow('one'), openWindow('two')];
    one.poller.setFocused(false);
    one.store.insert(jobOf({ acceptedAt: clock.now() - 24 * 3_600_000 }));
    two.poller.setFocused(false);
    const { pollAt = 0 } = await became(one.store, isSeen);
    assert.ok(pollAt > clock.now() + 60_000);
    one.poller.dispose();
    two.poller.wake();
    two.poller.setFocused(true);
    clock.advance(60_000);
    assert.equal(two.asked.length, 1);
  });

  it('makes no look more for each time that the user comes back', async (t) => {
    t.mock.method(Math, 'random', () => 0.5);
    const looks = async (comesBack: boolean): Promise<number> => {
      const { clock, openWindow } = await setUp(t, processing);
      const { store, poller, asked } = openWindow();
      store.insert(jobOf({ acceptedAt: clock.now(), pollAt: clock.now() + 3000 }));
      for (let second = 0; second < 120; second++) {
        if (comesBack && second % 15 === 0) for (const focused of [false, true]) poller.setFocused(focused);
        clock.advance(1000);
        // Long enough for an answer from this machine.
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      return asked.length;
    };
    const [back, there] = [await looks(true), await looks(false)];
    assert.ok(Math.abs(back - there) <= 1, `${back} looks, not ${there}`);
  });

  it('tells the wish to look at all jobs once, however many they are', async (t) => {
    const { server, clock, openWindow } = await setUp(t, processing);
    const { store, poller } = openWindow();
    const ids = Array.from({ length: 30 }, (_, index) => `job-${index}`);
    const waiting = { pollAt: clock.now() + 60_000, pollFailure: { kind: 'server', status: 500 } } as const;
    for (const id of ids) store.insert(jobOf({ id, ...waiting }));
    const told: number[] = [];
    const listening = store.onDidChange(({ changed }) => told.push(changed.length));
    poller.forgetFailures();
    assert.deepEqual(told.splice(0), [30]);
    poller.lookNow();
    assert.deepEqual(told, [30]);
    listening.dispose();
    await server.arrived(ids.length - 1);
  });

  it('looks once more where somebody asks while a look is under way: what that brings may be from before', async (t) => {
    const { server, clock, openWindow } = await setUp(t);
    const { store, poller } = openWindow();
    const held: (() => void)[] = [];
    server.answer((request, response) => void held.push(() => void processing(request, response)));
    store.insert(jobOf({ pollFailure: { kind: 'server', status: 500 }, pollFailures: 1 }));
    await server.arrived(0);
    poller.lookNow();
    held.shift()?.();
    const { lookedAt, pollAt } = await clock.fly(became(store, ({ pollFailure }) => pollFailure === undefined));
    assert.equal((pollAt ?? 0) - (lookedAt ?? 0), 3000);
  });

  it('looks at no job twice within 3 s, however often somebody comes back or refreshes', async (t) => {
    const queued = json(200, { success: true, status: 'queued' });
    // What is news is known at once.
    const { server, clock, openWindow } = await setUp(t, inTurn(processing, queued, processing));
    const { store, poller } = openWindow();
    store.insert(jobOf());
    await became(store, isSeen);
    for (let round = 0; round < 2; round++) {
      const looked = server.requests.length;
      clock.advance(1499);
      poller.setFocused(false);
      poller.setFocused(true);
      poller.lookNow();
      clock.advance(1500);
      poller.setFocused(true);
      poller.lookNow();
      assert.equal(server.requests.length, looked);
      clock.advance(1);
      await server.arrived(looked);
      await became(store, ({ polls }) => polls > looked);
    }
  });

  it('looks at no job twice within 3 s of a look that failed either', async (t) => {
    const { clock, openWindow } = await setUp(t, json(500, { success: false }));
    const [one, two] = [openWindow('one'), openWindow('two')];
    one.store.insert(jobOf());
    for (let failures = 1; failures < 4; failures++) {
      await became(one.store, ({ pollFailures }) => pollFailures === failures);
      for (const { poller } of [one, two]) {
        poller.lookNow();
        clock.advance(1400);
      }
      one.store.refresh();
      assert.equal(one.asked.length, failures);
      clock.advance(200);
      assert.equal(one.asked.length, failures + 1);
    }
  });

  it('gives all jobs their turn, however often somebody asks for looks', async (t) => {
    const { server, clock, openWindow } = await setUp(t);
    const { store, poller } = openWindow();
    const held: (() => void)[] = [];
    server.answer((request, response) => void held.push(() => void processing(request, response)));
    const ids = Array.from({ length: 40 }, (_, index) => `job-${index}`);
    for (const [createdAt, id] of ids.entries()) store.insert(jobOf({ id, createdAt, pollAt: clock.now() + 60_000 }));
    for (let round = 0; round < 60; round++) {
      poller.lookNow();
      await server.arrived(4 * round + 3);
      clock.advance(2000);
      for (const release of held.splice(0)) release();
    }
    await clock.fly(
      became(store, () => store.unfinished().reduce((sum, { polls }) => sum + polls, 0) === 240, 'job-0'),
    );
    for (const { id, polls } of store.unfinished()) assert.ok(polls >= 5 && polls <= 7, `${id}: ${polls}`);
  });

  it('looks seldom at a job that nobody can be asked about for a day, however the spread falls out', async (t) => {
    const { clock, openWindow } = await setUp(t, json(500, { success: false }));
    const { store, asked } = openWindow();
    t.mock.method(Math, 'random', () => 0.999);
    store.insert(jobOf({ acceptedAt: clock.now() - 25 * 3_600_000, pollFailures: 12, pollAt: clock.now() }));
    await became(store, isSeen);
    clock.advance(10_000);
    clock.sleep(3_600_000);
    assert.equal(asked.length, 1);
    clock.sleep(3_600_000);
    assert.equal(asked.length, 2);
  });

  it('looks less often while nobody looks', async (t) => {
    const { clock, openWindow } = await setUp(t, processing);
    const { store, poller } = openWindow();
    poller.setFocused(false);
    store.insert(jobOf());
    const job = await became(store, ({ state }) => state === 'processing');
    assert.ok(job.pollAt !== undefined && job.pollAt >= clock.now() + 12_000);
  });

  it('outlives a store that cannot be written to', async (t) => {
    const { server, clock, openWindow } = await setUp(t, inTurn(processing, failed));
    const { store, lines } = openWindow();
    store.insert(jobOf({ pollAt: clock.now() + 1000 }));
    const beat = store.windows.beat.bind(store.windows);
    store.windows.beat = () => {
      throw new Error('disk is full');
    };
    clock.advance(3000);
    assert.match(lines.join(), /the store cannot be used just now: Error: disk is full/);
    store.windows.beat = beat;
    await clock.fly(became(store, ({ state }) => state === 'failed'));
    assert.equal(server.requests.length, 2);
  });
});

describe('two windows', () => {
  it('look once: the second leaves it to the first while that lives', async (t) => {
    const { server, clock, openWindow } = await setUp(t, processing);
    const [one, two] = [openWindow('one'), openWindow('two')];
    one.store.insert(jobOf());
    two.poller.wake();
    await clock.fly(became(one.store, ({ polls }) => polls === 5));
    assert.deepEqual([one.poller.leads, two.poller.leads], [true, false]);
    assert.equal(server.requests.length, 5);
  });

  it('see what the first found', async (t) => {
    const { clock, openWindow } = await setUp(t, failed);
    const [one, two] = [openWindow('one'), openWindow('two')];
    one.store.insert(jobOf());
    two.poller.wake();
    const seen = became(two.store, ({ state }) => state === 'failed');
    assert.equal((await clock.fly(seen)).state, 'failed');
  });

  it('hand over at once when the first closes', async (t) => {
    const { server, clock, openWindow } = await setUp(t, processing);
    const [one, two] = [openWindow('one'), openWindow('two')];
    one.store.insert(jobOf());
    await became(one.store, ({ polls }) => polls === 1);
    two.poller.wake();
    await one.close();
    clock.advance(3000);
    assert.equal(two.poller.leads, true);
    await clock.fly(server.arrived(1));
  });

  it('hand over within seconds when the first dies', async (t) => {
    const { server, clock, openWindow } = await setUp(t, processing);
    const [one, two] = [openWindow('one'), openWindow('two')];
    one.store.insert(jobOf());
    await became(one.store, ({ polls }) => polls === 1);
    two.poller.wake();
    await one.kill();
    clock.advance(lifetime - 3001);
    assert.equal(two.poller.leads, false);
    clock.advance(6000);
    assert.equal(two.poller.leads, true);
    await clock.fly(server.arrived(1));
  });

  it('make looks due for whoever leads', async (t) => {
    const { server, clock, openWindow } = await setUp(t, processing);
    const [one, two] = [openWindow('one'), openWindow('two')];
    one.store.insert(jobOf({ pollAt: clock.now() + 3_600_000 }));
    two.poller.wake();
    two.poller.lookNow();
    assert.equal(server.requests.length, 0);
    one.store.refresh();
    await server.arrived(0);
  });
});

describe('a look that somebody asks for in a window that does not look', () => {
  it('is made at once, whatever was in the way of all looks', async (t) => {
    const { server, clock, openWindow } = await setUp(t, json(401, { success: false }));
    const [one, two] = [openWindow('one'), openWindow('two')];
    one.store.insert(jobOf());
    await became(one.store, ({ pollFailures }) => pollFailures === 1);
    server.answer(failed);
    clock.advance(3000);
    two.poller.lookNow();
    one.store.refresh();
    await became(one.store, ({ state }) => state === 'failed');
  });
});

describe('a submit whose window died', () => {
  const recovered = async (t: TestContext, job: Job) => {
    const { clock, server, openWindow } = await setUp(t);
    const [dead, other] = [openWindow('dead'), openWindow('other')];
    dead.poller.beat();
    dead.store.insert({ ...job, owner: 'dead' });
    await dead.kill();
    other.poller.wake();
    clock.advance(lifetime - 1000);
    assert.equal(other.store.get('job')?.state, 'submitting', 'a sign of life counts for a while');
    clock.advance(lifetime);
    assert.equal(server.connections(), 0, 'and nothing is ever sent for it');
    return other.store;
  };

  it('is unknown where it was sent', async (t) => {
    const store = await recovered(t, unsentJobOf({ sentAt: 5 }));
    assert.equal(store.get('job')?.state, 'unknown');
    assert.deepEqual(store.drafts.list(), []);
  });

  it('is a draft again where it was not', async (t) => {
    const store = await recovered(t, unsentJobOf());
    assert.equal(store.get('job'), undefined);
    assert.equal(store.drafts.list().length, 1);
  });

  it('is not touched while it lives, however long it takes, by the one that looks', async (t) => {
    const { clock, openWindow } = await setUp(t, processing);
    const [living, other] = [openWindow('living'), openWindow('other')];
    other.store.insert(jobOf({ id: 'waits' }));
    assert.equal(other.poller.leads, true);
    living.poller.beat();
    living.sending.add('job').add('unsent');
    living.store.insert(unsentJobOf({ owner: 'living', sentAt: 5 }));
    living.store.insert(unsentJobOf({ id: 'unsent', owner: 'living' }));
    clock.advance(600_000);
    assert.deepEqual([living.poller.leads, other.poller.leads], [false, true]);
    assert.equal(other.store.get('job')?.state, 'submitting');
    assert.equal(other.store.get('unsent')?.state, 'submitting');
  });
});

describe('a submit of this window that came to its end while nothing could be written', () => {
  it('is a draft again where nothing was sent, and unknown where it was', async (t) => {
    const { clock, openWindow } = await setUp(t, processing);
    const { store } = openWindow();
    store.insert(unsentJobOf({ id: 'sent', sentAt: 5, draft: draftOf({ id: 'other' }) }));
    store.insert(unsentJobOf({ id: 'unsent' }));
    clock.advance(3000);
    assert.equal(store.get('sent')?.state, 'unknown');
    assert.equal(store.get('unsent'), undefined);
    assert.equal(store.drafts.list().length, 1);
    await Promise.resolve();
  });

  it('is so in a window that does not look', async (t) => {
    const { clock, openWindow } = await setUp(t, processing);
    const [looks, other] = [openWindow('looks'), openWindow('other')];
    looks.store.insert(jobOf({ id: 'waits' }));
    other.store.insert(unsentJobOf({ id: 'sent', owner: 'other', sentAt: 5, draft: draftOf({ id: 'of sent' }) }));
    other.store.insert(unsentJobOf({ id: 'unsent', owner: 'other' }));
    clock.advance(9000);
    assert.deepEqual([looks.poller.leads, other.poller.leads], [true, false]);
    assert.equal(other.store.get('sent')?.state, 'unknown');
    assert.equal(other.store.get('unsent'), undefined);
  });

  it('is so where a fault of ours comes again with each pulse', async (t) => {
    const { clock, openWindow } = await setUp(t, processing);
    const { store, sending, lines } = openWindow();
    store.windows.looksWantedAt = () => {
      throw new TypeError('a fault of ours');
    };
    sending.add('sent');
    store.insert(unsentJobOf({ id: 'sent', sentAt: 5 }));
    clock.advance(3000);
    sending.delete('sent');
    clock.advance(9000);
    assert.match(lines.join(), /a fault of ours/);
    assert.equal(store.get('sent')?.state, 'unknown');
  });
});

describe('after a sleep of the machine', () => {
  it('a window that has not pulsed yet is not taken for dead', async (t) => {
    const { clock, openWindow } = await setUp(t, processing);
    const [asleep, awake] = [openWindow('asleep'), openWindow('awake')];
    awake.store.insert(jobOf({ id: 'waits', pollAt: clock.now() + 600_000 }));
    asleep.poller.beat();
    asleep.sending.add('job');
    asleep.store.insert(unsentJobOf({ owner: 'asleep', sentAt: 5 }));
    clock.jump(3_600_000);
    clock.advance(3000);
    assert.equal(awake.store.get('job')?.state, 'submitting');
    clock.advance(30_000);
    assert.equal(awake.store.get('job')?.state, 'submitting');
    await asleep.kill();
    clock.advance(lifetime + 6000);
    assert.equal(awake.store.get('job')?.state, 'unknown');
  });

  it('a lease of a clock that was set back since is taken over', async (t) => {
    const { clock, openWindow } = await setUp(t, processing);
    const [one, two] = [openWindow('one'), openWindow('two')];
    one.store.insert(jobOf());
    assert.equal(one.poller.leads, true);
    await one.kill();
    clock.jump(-3_600_000);
    two.poller.wake();
    clock.advance(3000);
    assert.equal(two.poller.leads, true);
  });
});

describe('after a time in which nobody could write', () => {
  it('a window that has not pulsed since is not taken for dead', async (t) => {
    const { clock, openWindow } = await setUp(t, processing);
    const [living, other] = [openWindow('living'), openWindow('other')];
    other.store.insert(jobOf({ id: 'waits', pollAt: clock.now() + 600_000 }));
    clock.advance(1000);
    living.poller.beat();
    living.sending.add('job').add('unsent');
    living.store.insert(unsentJobOf({ owner: 'living', sentAt: 5, draft: draftOf({ id: 'of sent' }) }));
    living.store.insert(unsentJobOf({ id: 'unsent', owner: 'living' }));
    clock.advance(1000);
    // As where a window is stopped in the middle of a write.
    const writing = [living, other].map(({ store: { windows } }) => {
      const beat = windows.beat.bind(windows);
      windows.beat = () => {
        throw new StoreError('busy');
      };
      return () => void (windows.beat = beat);
    });
    clock.advance(30_000);
    for (const goOn of writing) goOn();
    for (let second = 0; second < 30; second++) {
      clock.advance(1000);
      assert.deepEqual([other.store.get('job')?.state, other.store.get('unsent')?.state], ['submitting', 'submitting']);
    }
    await living.kill();
    clock.advance(lifetime + 6000);
    assert.deepEqual([other.store.get('job')?.state, other.store.get('unsent')?.state], ['unknown', undefined]);
  });
});

describe('after the database was begun anew', () => {
  it('a window of which nothing is known there is not taken for dead before it could pulse', async (t) => {
    const { path, clock, openWindow } = await setUp(t, processing);
    const [living, other] = [openWindow('living'), openWindow('other')];
    other.store.insert(jobOf({ id: 'waits', pollAt: clock.now() + 600_000 }));
    living.poller.beat();
    living.sending.add('job').add('unsent');
    living.store.insert(unsentJobOf({ owner: 'living', sentAt: 5, draft: draftOf({ id: 'of sent' }) }));
    living.store.insert(unsentJobOf({ id: 'unsent', owner: 'living' }));
    clock.advance(1000);
    // The signs of life are on the page that could not be read.
    const old = new DatabaseSync(path);
    old.exec(`DELETE FROM windows; VACUUM INTO '${path}.new'`);
    old.close();
    renameSync(path, `${path}.aside`);
    renameSync(`${path}.new`, path);
    other.poller.lookNow();
    for (let second = 0; second < 30; second++) {
      clock.advance(1000);
      assert.deepEqual([other.store.get('job')?.state, other.store.get('unsent')?.state], ['submitting', 'submitting']);
    }
    await living.kill();
    clock.advance(lifetime + 6000);
    assert.deepEqual([other.store.get('job')?.state, other.store.get('unsent')?.state], ['unknown', undefined]);
  });
});

describe('downloads', () => {
  const clip = (id: string): Job => jobOf({ id, state: 'succeeded', download: { state: 'pending' } });

  it('begin as soon as the job has succeeded', async (t) => {
    const { openWindow } = await setUp(t, succeeded);
    const begun = Promise.withResolvers<Job>();
    const { store } = openWindow('window', (job) => {
      begun.resolve(job);
      return new Promise(() => undefined);
    });
    store.insert(jobOf());
    assert.equal((await begun.promise).outputUrl, 'https://example.com/a.mp4');
  });

  it('are two at a time at most', async (t) => {
    const { openWindow } = await setUp(t);
    const begun: string[] = [];
    const { store } = openWindow('window', ({ id }) => {
      begun.push(id);
      return new Promise(() => undefined);
    });
    for (const id of ['a', 'b', 'c']) store.insert(clip(id));
    assert.deepEqual(begun, ['a', 'b']);
  });

  it('that may come through later are tried again, later and later', async (t) => {
    const { clock, openWindow } = await setUp(t);
    const tries: number[] = [];
    const third = Promise.withResolvers<undefined>();
    const { store } = openWindow('window', () => {
      if (tries.push(clock.now()) === 3) third.resolve(undefined);
      return Promise.reject(new DownloadError('later', 'no network'));
    });
    store.insert(clip('job'));
    await became(store, ({ download }) => download.state === 'pending' && download.reason === 'no network');
    await clock.fly(third.promise);
    const [first = 0, second = 0, last = 0] = tries;
    assert.ok(second - first >= 1600 && second - first <= 2400, String(second - first));
    assert.ok(last - second >= 3200 && last - second <= 4800, String(last - second));
  });

  it('ask no service over and over that was in the way before the clock was set back', async (t) => {
    const { server, clock, openWindow } = await setUp(t, json(401, { success: false }));
    let tries = 0;
    const { store } = openWindow('window', async (_job, _signal, ask) => {
      tries++;
      await ask('req_1').catch((cause: unknown) => {
        throw new DownloadError('later', 'the key is not taken', { cause });
      });
    });
    store.insert(clip('clip'));
    store.insert(jobOf({ id: 'waits' }));
    await became(store, ({ pollFailure }) => pollFailure !== undefined, 'clip');
    await clock.fly(became(store, ({ pollFailures }) => pollFailures > 0, 'waits'));
    clock.jump(-5 * 3_600_000);
    const [since, asked] = [clock.now(), server.requests.length];
    tries = 0;
    while (clock.now() < since + 9 * 60_000) await clock.fly(new Promise((resolve) => setImmediate(resolve)));
    assert.ok(server.requests.length - asked > 0, 'once, at least');
    assert.ok(server.requests.length - asked <= 3, `${server.requests.length - asked} requests`);
    assert.ok(tries <= 4, `${tries} tries`);
  });

  it('that were delayed are tried at once on Refresh, also by another window', async (t) => {
    const { openWindow } = await setUp(t);
    let tries = 0;
    const again = Promise.withResolvers<undefined>();
    const [one, two] = [
      openWindow('one', () => {
        if (++tries === 2) again.resolve(undefined);
        return Promise.reject(new DownloadError('later', 'no network'));
      }),
      openWindow('two'),
    ];
    one.store.insert(clip('job'));
    await became(one.store, ({ download }) => download.state === 'pending' && download.reason !== undefined);
    two.poller.lookNow();
    one.store.refresh();
    await again.promise;
  });

  it('that somebody must mend wait for that person', async (t) => {
    const { clock, openWindow } = await setUp(t);
    let tries = 0;
    const { store } = openWindow('window', () => {
      tries++;
      return Promise.reject(new DownloadError('mend', 'disk full'));
    });
    store.insert(clip('job'));
    const job = await became(store, ({ download }) => download.state === 'failed');
    assert.deepEqual(job.download, { state: 'failed', reason: 'disk full' });
    clock.advance(3_600_000);
    assert.equal(tries, 1);
    assert.equal(clock.waiting, 0);
    store.apply('job', { type: 'downloadWanted' });
    await became(store, ({ download }) => download.state === 'failed');
    assert.equal(tries, 2);
  });

  for (const remedy of ['later', 'mend'] as const)
    it(`that do not come through once more (${remedy}) leave the clip where it was, if it is there, and say why first`, async (t) => {
      const { sizes, tidied, openWindow } = await setUp(t);
      const { store } = openWindow('window', () => Promise.reject(new DownloadError(remedy, 'gone from the service')));
      const download = { state: 'done', file: 'file:///clips/clip.mp4', size: 7 } as const;
      store.insert({ ...clip('job'), download });
      sizes.set(download.file, 7);
      const said = became(store, (job) => 'reason' in job.download && job.download.reason === 'gone from the service');
      store.apply('job', { type: 'downloadWanted' });
      await said;
      const job = await became(store, ({ download }) => download.state === 'done');
      assert.deepEqual([job.download, isUnfinished(job)], [download, false]);
      assert.deepEqual(tidied, ['job']);
    });

  it('that do not come through leave no clip where there is another file by now, or another job’s', async (t) => {
    const { sizes, openWindow } = await setUp(t);
    const tried = Promise.withResolvers<undefined>();
    const { store } = openWindow('window', ({ id }) => {
      if (id === 'end') tried.resolve(undefined);
      return Promise.reject(new DownloadError('mend', 'gone from the service'));
    });
    const place = (name: string) => ({ state: 'done', file: `file:///clips/${name}.mp4`, size: 7 }) as const;
    for (const name of ['a', 'b']) store.insert({ ...clip(name), download: place(name) });
    store.insert({ ...clip('thief'), download: place('b') });
    sizes.set(place('a').file, 8).set(place('b').file, 7);
    for (const name of ['a', 'b']) store.apply(name, { type: 'downloadWanted' });
    for (const name of ['a', 'b']) await became(store, ({ download }) => download.state === 'failed', name);
    store.insert(clip('end'));
    await tried.promise;
    for (const name of ['a', 'b']) assert.equal(store.get(name)?.download.state, 'failed');
  });

  it('are stopped when the window closes, and not called failed', async (t) => {
    const { clock, openWindow } = await setUp(t);
    const stopped = Promise.withResolvers<undefined>();
    const one = openWindow('one', (_, signal) => {
      signal.addEventListener('abort', () => stopped.resolve(undefined), { once: true });
      return stopped.promise.then(() => Promise.reject(new Error('stopped')));
    });
    one.store.insert(clip('job'));
    await one.close();
    await stopped.promise;
    const two = openWindow('two');
    assert.deepEqual(two.store.get('job')?.download, { state: 'pending' });
    assert.equal(clock.waiting, 0);
  });
});
