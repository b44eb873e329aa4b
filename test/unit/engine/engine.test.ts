import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ApiError } from '../../../src/engine/api/failure.ts';
import { systemClock, type Clock } from '../../../src/engine/clock.ts';
import { Engine } from '../../../src/engine/engine.ts';
import { jobIdField } from '../../../src/engine/jobs/draftRequest.ts';
import type { Job } from '../../../src/engine/jobs/job.ts';
import { lifetime } from '../../../src/engine/jobs/windows.ts';
import { JobStore } from '../../../src/engine/jobs/store.ts';
import { startSandbox } from '../../../src/sandbox/server.ts';
import { documentedCapabilities } from '../../../src/shared/capabilities.ts';
import type { Draft } from '../../../src/shared/draft.ts';
import { FakeClock } from '../../support/engine/clock.ts';
import { clipBytes, draftOf, isClip, jobOf, key, unsentJobOf } from '../../support/engine/fixtures.ts';
import { temporaryFolder } from '../../support/engine/folder.ts';
import { NodePorts } from '../../support/engine/ports.ts';
import { json, page, startServer, type Handler, type ScriptedServer } from '../../support/engine/server.ts';

const clip = clipBytes(5000);

/** A service that accepts everything, says of every job what it is told to, and keeps one clip. */
async function startService(
  t: TestContext,
): Promise<ScriptedServer & { readonly say: (status: string) => void; readonly accept: Handler }> {
  const service = { status: 'processing', accepted: 0 };
  const accept: Handler = (request, response) => {
    const { origin } = server;
    const [, requestId] = /generations\/(\w+)/.exec(request.path) ?? [];
    let handler: Handler = json(404, { success: false, error: 'no such path' });
    if (request.path === '/clip.mp4') handler = (_, clipResponse) => void clipResponse.end(clip);
    else if (request.path.endsWith('/cancel')) handler = json(200, { success: true, requestId, status: 'cancelled' });
    else if (request.method === 'POST')
      handler = json(200, {
        success: true,
        requestId: `req_${++service.accepted}`,
        status: 'queued',
        creditsCharged: 40,
      });
    else if (requestId !== undefined) {
      const { status } = service;
      const output = status === 'succeeded' ? { type: 'video', url: `${origin}/clip.mp4` } : null;
      handler = json(200, { success: true, requestId, status, output });
    }
    return handler(request, response);
  };
  const server = await startServer(t, accept);
  return Object.assign(server, { accept, say: (status: string) => void (service.status = status) });
}

/** A window: an engine, with what it told of. */
function openWindow(t: TestContext, folder: string, baseUrl: string, clock: Clock = systemClock) {
  const ports = new NodePorts(baseUrl);
  const engine = new Engine({ folder, ports, clock });
  const told: string[] = [];
  engine.onDidEnd((job) => told.push(job.state));
  let open = true;
  const close = async (): Promise<void> => {
    if (!open) return;
    open = false;
    await engine.dispose();
  };
  t.after(close);
  return { engine, ports, told, close };
}

async function setUp(t: TestContext) {
  const service = await startService(t);
  const root = temporaryFolder(t);
  const folder = join(root, 'storage');
  const clips = join(root, 'clips');
  const clock = new FakeClock();
  const target = {
    service: 'live',
    baseUrl: service.origin,
    folder: pathToFileURL(clips).href,
    fileName: 'waves',
  } as const;
  const open = () => openWindow(t, folder, service.origin, clock);
  const submit = (engine: Engine, draft: Partial<Draft> = {}) =>
    engine.submit(draftOf(draft), target, documentedCapabilities);
  return { service, root, folder, clips, clock, target, open, submit };
}

/** Resolves with the job as soon as `test` holds for it. */
function became(engine: Engine, test: (job: Job) => boolean): Promise<Job> {
  return new Promise((resolve) => {
    const look = (): void => {
      const job = engine.store.list().find(test);
      if (job === undefined) return;
      listening.dispose();
      resolve(job);
    };
    const listening = engine.store.onDidChange(look);
    look();
  });
}

const isHome = (job: Job): boolean => job.download.state === 'done';
const hasEnded = (job: Job): boolean => job.endedAt !== undefined;

describe('a job', () => {
  it('leaves a clip that names its references by what they held when they were sent', async (t) => {
    const { service, clips, clock, open, submit } = await setUp(t);
    const { engine } = open();
    const path = join(temporaryFolder(t), 'sea.png');
    writeFileSync(path, 'as it was sent');
    const source = { type: 'file', uri: pathToFileURL(path).href } as const;
    const publicUrl = `${service.origin}/sea.png?X-Amz-Signature=secret`;
    const submission = await submit(engine, {
      references: [{ id: 'sea', name: 'sea.png', kind: 'image', source, publicUrl }],
    });
    assert.equal(submission.outcome, 'accepted');
    writeFileSync(path, 'worked on since');
    service.say('succeeded');
    await clock.fly(became(engine, isHome));
    const sha256 = createHash('sha256').update('as it was sent').digest('hex');
    const record = await engine.recordOfClip(pathToFileURL(join(clips, 'waves.mp4')).href);
    assert.deepEqual(record?.references, [{ name: 'sea.png', kind: 'image', sha256 }]);
    assert.equal(readFileSync(join(clips, 'waves.mp4')).includes('secret'), false);
  });

  it('goes from the draft to the file, is told of once, and leaves nothing running', async (t) => {
    const { service, clips, clock, open, submit } = await setUp(t);
    const { engine, told, close } = open();
    engine.saveDraft(draftOf());
    const submission = await submit(engine);
    assert.equal(submission.outcome, 'accepted');
    assert.deepEqual(engine.store.drafts.list(), []);
    service.say('succeeded');
    const job = await clock.fly(became(engine, isHome));
    assert.deepEqual(readdirSync(clips), ['waves.mp4']);
    assert.ok(isClip(readFileSync(join(clips, 'waves.mp4')), clip));
    assert.equal((await engine.recordOfClip(pathToFileURL(join(clips, 'waves.mp4')).href))?.requestId, job.requestId);
    assert.equal(job.creditsCharged, 40);
    assert.deepEqual(told, ['succeeded']);
    assert.equal(engine.store.lastCharge(job), 40);
    await close();
    assert.equal(clock.waiting, 0);
  });

  it('is first looked at when a new user’s clip may be ready: after about 17 s, a fifth more or less', async (t) => {
    const { service, clock, open, submit } = await setUp(t);
    const { engine } = open();
    await submit(engine);
    clock.advance(13_000);
    assert.equal(service.requests.length, 1);
    clock.advance(8_000);
    await service.arrived(1);
  });

  it('goes on after a restart', async (t) => {
    const { service, clock, open, submit } = await setUp(t);
    const before = open();
    await submit(before.engine);
    await before.close();
    service.say('succeeded');
    const { engine, told } = open();
    const job = await clock.fly(became(engine, isHome));
    assert.equal(job.state, 'succeeded');
    assert.deepEqual([before.told, told], [[], ['succeeded']]);
  });

  it('that failed is told of once', async (t) => {
    const { service, clock, open, submit } = await setUp(t);
    const { engine, told } = open();
    await submit(engine);
    service.say('failed');
    await clock.fly(became(engine, hasEnded));
    clock.advance(60_000);
    assert.deepEqual(told, ['failed']);
  });

  it('that was removed from view goes on to its file, untold', async (t) => {
    const { service, clock, clips, open, submit } = await setUp(t);
    const { engine, told } = open();
    const submission = await submit(engine);
    assert.ok(submission.outcome === 'accepted');
    engine.remove(submission.job.id);
    assert.deepEqual(engine.store.list(), []);
    service.say('succeeded');
    const done = new Promise<void>((resolve) => {
      engine.store.onDidChange(() => {
        if (engine.store.get(submission.job.id)?.download.state === 'done') resolve();
      });
    });
    await clock.fly(done);
    assert.deepEqual(readdirSync(clips), ['waves.mp4']);
    assert.deepEqual(told, []);
  });

  it('whose clip could not be kept is told of, and its download can be tried again', async (t) => {
    const { service, clock, clips, folder, open, submit } = await setUp(t);
    const { engine, told } = open();
    writeFileSync(clips, 'in the way');
    writeFileSync(join(folder, 'clips'), 'in the way of the second place');
    const submission = await submit(engine);
    assert.ok(submission.outcome === 'accepted');
    service.say('succeeded');
    const stuck = await clock.fly(became(engine, ({ download }) => download.state === 'failed'));
    assert.ok(stuck.download.state === 'failed' && stuck.download.trouble === 'blocked');
    assert.deepEqual(told, ['succeeded']);
    rmSync(clips);
    engine.retryDownload(stuck.id);
    await clock.fly(became(engine, isHome));
    assert.deepEqual(readdirSync(clips), ['waves.mp4']);
    assert.deepEqual(told, ['succeeded']);
  });
});

describe('a clip that its folder does not take', () => {
  it('is told of once, where it is kept, and moves to the folder that is chosen', async (t) => {
    const { service, clock, clips, root, open, submit } = await setUp(t);
    const { engine, told } = open();
    writeFileSync(clips, 'in the way');
    assert.ok((await submit(engine)).outcome === 'accepted');
    service.say('succeeded');
    const kept = await clock.fly(became(engine, isHome));
    assert.ok(kept.download.state === 'done' && kept.download.aside === 'blocked');
    const moved = became(engine, ({ download }) => download.state === 'done' && download.aside === undefined);
    engine.retryDownload(kept.id, pathToFileURL(join(root, 'chosen')).href);
    await clock.fly(moved);
    assert.deepEqual(readdirSync(join(root, 'chosen')), ['waves.mp4']);
    assert.deepEqual(told, ['succeeded']);
  });
});

describe('a clip whose folder takes it by now', () => {
  const isInFolder = ({ download }: Job): boolean => download.state === 'done' && download.aside === undefined;

  /** One that its folder did not take, nor the second place where that is so; then both are free. */
  async function homeless(t: TestContext, { secondPlace }: { readonly secondPlace: boolean }) {
    const set = await setUp(t);
    const { service, clock, clips, folder, open, submit } = set;
    const window = open();
    const second = join(folder, 'clips');
    writeFileSync(clips, 'in the way');
    if (!secondPlace) writeFileSync(second, 'in the way of the second place');
    assert.ok((await submit(window.engine)).outcome === 'accepted');
    service.say('succeeded');
    await clock.fly(became(window.engine, ({ download }) => (secondPlace ? isHome : isStuck)({ download } as Job)));
    rmSync(clips);
    if (!secondPlace) rmSync(second);
    return { ...set, window };
  }
  const isStuck = ({ download }: Job): boolean => download.state === 'failed';

  for (const secondPlace of [true, false]) {
    const kind = secondPlace ? 'from where it was kept' : 'from the service';

    it(`comes there ${kind} when somebody asks for the state of the jobs`, async (t) => {
      const { clock, clips, window } = await homeless(t, { secondPlace });
      window.engine.refresh();
      await clock.fly(became(window.engine, isInFolder));
      assert.deepEqual(readdirSync(clips), ['waves.mp4']);
    });

    it(`comes there ${kind} when its window is looked at again, and not with each look in vain`, async (t) => {
      const { clock, clips, window } = await homeless(t, { secondPlace });
      writeFileSync(clips, 'in the way');
      if (!secondPlace) writeFileSync(join(clips, '../storage/clips'), 'in the way');
      clock.sleep(60_000);
      let tries = 0;
      const listening = window.engine.store.onDidChange(({ changed }) => {
        tries += changed.filter(({ download }) => download.state === 'pending').length;
      });
      const again = became(window.engine, secondPlace ? isHome : isStuck);
      for (const focused of [true, false, true]) window.engine.setFocused(focused);
      await clock.fly(again);
      assert.equal(tries, 1);
      listening.dispose();
      rmSync(clips);
      if (!secondPlace) rmSync(join(clips, '../storage/clips'));
      clock.sleep(60_000);
      window.engine.setFocused(true);
      await clock.fly(became(window.engine, isInFolder));
      assert.deepEqual(readdirSync(clips), ['waves.mp4']);
      assert.deepEqual(window.told, ['succeeded']);
    });

    it(`comes there ${kind} at the next start`, async (t) => {
      const { clock, clips, window, open } = await homeless(t, { secondPlace });
      await window.close();
      await clock.fly(became(open().engine, isInFolder));
      assert.deepEqual(readdirSync(clips), ['waves.mp4']);
    });
  }
});

describe('two windows', () => {
  it('ask a question once, whichever somebody looks at, and anew after it was answered or the asker has gone', async (t) => {
    const { open, submit } = await setUp(t);
    const [one, two] = [open(), open()];
    await submit(one.engine);
    const ask = (): boolean[] => [one, two].map(({ engine }) => engine.claimQuestion('key https://a.example'));
    assert.deepEqual(ask(), [true, false]);
    assert.deepEqual(ask(), [false, false]);
    assert.equal(two.engine.claimQuestion('key https://b.example'), true);
    two.engine.answerQuestion('key https://a.example');
    assert.equal(two.engine.claimQuestion('key https://a.example'), true);
    assert.equal(one.engine.claimQuestion('key https://a.example'), false);
    await two.close();
    assert.equal(one.engine.claimQuestion('key https://a.example'), true);
  });

  it('see each other’s jobs by themselves', async (t) => {
    const { open, submit } = await setUp(t);
    const [one, two] = [open(), open()];
    const seen = became(two.engine, ({ state }) => state === 'queued');
    await submit(one.engine);
    assert.equal((await seen).requestId, 'req_1');
  });

  it('tell of an end once: the one that made the job, though another one looks', async (t) => {
    const { service, clock, open, submit } = await setUp(t);
    const one = open();
    await submit(one.engine, { id: 'first' });
    const two = open();
    await submit(two.engine, { id: 'second' });
    service.say('failed');
    await clock.fly(became(two.engine, (job) => hasEnded(job) && job.draft.id === 'second'));
    await clock.fly(became(one.engine, (job) => hasEnded(job) && job.draft.id === 'first'));
    assert.deepEqual([one.told, two.told], [['failed'], ['failed']]);
    const looks = service.requests.filter(({ method }) => method === 'GET');
    assert.deepEqual(looks.map(({ path }) => path.slice(-5)).sort(), ['req_1', 'req_2']);
  });

  it('tell of an end once: the one that is left, where the one that made the job is gone', async (t) => {
    const { service, clock, open, submit } = await setUp(t);
    const one = open();
    await submit(one.engine);
    const two = open();
    await one.close();
    service.say('failed');
    await clock.fly(became(two.engine, hasEnded));
    assert.deepEqual([one.told, two.told], [[], ['failed']]);
  });
});

describe('an engine that starts', () => {
  it('tells of a submit whose window died after the send, and sends nothing', async (t) => {
    const { service, folder, clock, open } = await setUp(t);
    const store = new JobStore(join(folder, 'jobs.db'));
    store.insert(unsentJobOf({ owner: 'dead', sentAt: 5, baseUrl: service.origin }));
    store.close();
    const { engine, told } = open();
    const job = await became(engine, hasEnded);
    assert.equal(job.state, 'unknown');
    assert.deepEqual(told, ['unknown']);
    clock.advance(lifetime * 5);
    assert.equal(service.connections(), 0);
  });

  it('opens no connection and sets no timer while nothing is unfinished', async (t) => {
    const { service, folder, clock, open } = await setUp(t);
    const store = new JobStore(join(folder, 'jobs.db'));
    store.insert(jobOf({ state: 'failed' }));
    store.close();
    open();
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(clock.waiting, 0);
    assert.equal(service.connections(), 0);
  });

  it('takes in jobs that its disk forgot, each once, and what is no job not at all', async (t) => {
    const { service, clock, open } = await setUp(t);
    service.say('failed');
    const { engine, told } = open();
    const remembered = jobOf({ baseUrl: service.origin, owner: 'dead' });
    engine.adopt([remembered, remembered, null, 'job', { id: 'x' }, { ...remembered, id: 'y', state: 'odd' }]);
    engine.adopt([{ ...remembered, state: 'succeeded' }]);
    const job = await clock.fly(became(engine, hasEnded));
    assert.deepEqual([job.id, job.state], ['job', 'failed']);
    assert.deepEqual(told, ['failed']);
  });

  it('never takes a remembered submit for one that was surely not sent', async (t) => {
    const { service, open } = await setUp(t);
    const { engine } = open();
    engine.adopt([unsentJobOf({ owner: 'dead', baseUrl: service.origin })]);
    assert.equal((await became(engine, hasEnded)).state, 'unknown');
    assert.deepEqual(engine.store.drafts.list(), []);
  });

  it('gives its client every job to remember that may be charged, answered or not, and no other', async (t) => {
    const { service, open } = await setUp(t);
    service.say('processing');
    const { engine } = open();
    const at = { baseUrl: service.origin, owner: 'dead' };
    const jobs = [
      jobOf({ ...at, id: 'accepted' }),
      unsentJobOf({ ...at, id: 'sent', sentAt: 5 }),
      unsentJobOf({ ...at, id: 'lost', state: 'unknown', sentAt: 5, endedAt: 9 }),
      unsentJobOf({ ...at, id: 'forgotten', state: 'unknown', sentAt: 5, endedAt: 9 }),
      unsentJobOf({ ...at, id: 'unsent' }),
      jobOf({ ...at, id: 'failed', state: 'failed' }),
    ];
    for (const job of jobs) engine.store.insert({ ...job, draft: draftOf({ id: `of ${job.id}` }) });
    engine.forget('forgotten');
    const remembered = engine.toRemember();
    assert.deepEqual(remembered.map(({ id }) => id).sort(), ['accepted', 'lost', 'sent']);
    const anew = (await setUp(t)).open().engine;
    anew.adopt(remembered);
    for (const id of ['lost', 'sent']) assert.ok(anew.store.get(id)?.sentAt, id);
  });
});

describe('cancelling', () => {
  it('ends the job by the service’s word', async (t) => {
    const { service, clock, open, submit } = await setUp(t);
    const { engine, told } = open();
    const submission = await submit(engine);
    assert.ok(submission.outcome === 'accepted');
    const job = await engine.cancel(submission.job.id);
    assert.equal(job?.state, 'cancelled');
    assert.equal(service.requests[1]?.path, '/api/open/v1/video/generations/req_1/cancel');
    assert.equal((await engine.cancel(submission.job.id))?.state, 'cancelled');
    clock.advance(60_000);
    assert.equal(service.requests.length, 2);
    assert.deepEqual(told, [], 'who cancels knows');
  });

  it('that the service does not confirm is looked after at once, or 3 s after the last answer', async (t) => {
    const { service, clock, open, submit } = await setUp(t);
    const { engine } = open();
    const submission = await submit(engine);
    assert.ok(submission.outcome === 'accepted');
    clock.advance(1500);
    service.answer(json(200, { success: true, requestId: 'req_1', status: 'processing' }));
    const job = await engine.cancel(submission.job.id);
    assert.deepEqual([job?.state, job?.pollAt], ['queued', clock.now()]);
    clock.advance(1499);
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(service.requests.length, 2);
    clock.advance(1);
    await service.arrived(2);
    await became(engine, ({ state }) => state === 'processing');
  });

  it('that is refused changes nothing and says why', async (t) => {
    const { service, open, submit } = await setUp(t);
    const { engine } = open();
    const submission = await submit(engine);
    assert.ok(submission.outcome === 'accepted');
    service.answer(json(409, { success: false, error: { code: 'ended', message: 'Too late' } }));
    await assert.rejects(engine.cancel(submission.job.id), ApiError);
    assert.equal(engine.store.get(submission.job.id)?.state, 'queued');
  });

  it('what the service does not know does nothing', async (t) => {
    const { service, open } = await setUp(t);
    const { engine } = open();
    assert.equal(await engine.cancel('nobody'), undefined);
    engine.store.insert(jobOf({ state: 'failed' }));
    assert.equal((await engine.cancel('job'))?.state, 'failed');
    assert.equal(service.connections(), 0);
  });
});

describe('the key', () => {
  it('where there is none, keeps the draft a draft and sends nothing', async (t) => {
    const { service, open, submit } = await setUp(t);
    const { engine, ports } = open();
    engine.saveDraft(draftOf());
    ports.setAccess({ baseUrl: service.origin });
    const submission = await submit(engine);
    assert.ok(submission.outcome === 'withdrawn' && submission.why.kind === 'failure');
    assert.equal(submission.why.failure.kind, 'unauthorized');
    assert.deepEqual([engine.store.list(), engine.store.drafts.list()], [[], [draftOf()]]);
    assert.equal(service.connections(), 0);
  });

  it('that comes back lets what waited go on at once', async (t) => {
    const { service, clock, open, submit } = await setUp(t);
    const { engine, ports } = open();
    await submit(engine);
    ports.setAccess({ baseUrl: service.origin });
    const waiting = await clock.fly(became(engine, ({ pollFailures }) => pollFailures > 0));
    assert.equal(waiting.pollFailure?.kind, 'unauthorized');
    assert.equal(service.requests.length, 1);
    ports.setAccess({ baseUrl: service.origin, key });
    await engine.connectionChanged();
    await became(engine, ({ state }) => state === 'processing');
  });

  it('that is not taken is asked about once by looks and downloads together, until it is mended', async (t) => {
    const { service, clock, open, target } = await setUp(t);
    const { engine } = open();
    service.answer(json(401, { success: false, error: { code: 'unauthorized' } }));
    const jobs = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => jobOf({ ...target, id, requestId: id }));
    for (const [index, job] of jobs.entries())
      engine.store.insert(index % 2 === 0 ? job : { ...job, state: 'succeeded', download: { state: 'pending' } });
    for (const { id } of jobs) await clock.fly(became(engine, (job) => job.id === id && job.pollFailure !== undefined));
    const [since, asked] = [clock.now(), service.requests.length];
    assert.ok(asked <= jobs.length, String(asked));
    const waited = async (minutes: number): Promise<number> => {
      while (clock.now() < since + minutes * 60_000) await clock.fly(new Promise((resolve) => setImmediate(resolve)));
      return service.requests.length - asked;
    };
    assert.equal(await waited(9), 0, 'all of them wait');
    const trials = await waited(25);
    assert.ok(trials === 1 || trials === 2, `one tries for all every ten minutes: ${trials}`);
    service.answer(service.accept);
    service.say('succeeded');
    await engine.connectionChanged();
    for (const { id } of jobs) await clock.fly(became(engine, (job) => job.id === id && isHome(job)));
  });

  it('that is taken again is noticed by one request of whichever kind, and all go on', async (t) => {
    const { service, clock, open, target } = await setUp(t);
    const { engine } = open();
    service.answer(json(401, { success: false, error: { code: 'unauthorized' } }));
    const job = jobOf({ ...target, state: 'succeeded', download: { state: 'pending' } });
    const ids = ['a', 'b', 'c'];
    for (const id of ids) engine.store.insert({ ...job, id, requestId: id });
    for (const id of ids) await clock.fly(became(engine, (each) => each.id === id && each.pollFailure !== undefined));
    assert.ok(service.requests.length <= 2, 'the third knows from them');
    service.answer(service.accept);
    service.say('succeeded');
    const [since, before] = [clock.now(), service.requests.length];
    for (const id of ids) await clock.fly(became(engine, (each) => each.id === id && isHome(each)));
    assert.ok(clock.now() - since >= 9 * 60_000, 'nobody said that it was mended');
    const asked = service.requests.slice(before).filter(({ path }) => path.startsWith('/api/'));
    assert.equal(asked.length, ids.length);
    assert.ok(engine.store.list().every(({ pollFailure }) => pollFailure === undefined));
  });

  it('goes into no file and no line of the log', async (t) => {
    const { service, folder, clips, clock, open, submit } = await setUp(t);
    const { engine, ports, close } = open();
    service.answer(page(500, `you sent ${key}`));
    await submit(engine, { id: 'one' });
    service.answer(json(401, { success: false, error: { code: key, message: `bad key ${key}` } }));
    await submit(engine, { id: 'two' });
    engine.adopt([jobOf({ baseUrl: service.origin })]);
    await clock.fly(became(engine, ({ pollFailures }) => pollFailures > 1));
    await engine.capabilities('live', service.origin);
    await close();
    mkdirSync(clips, { recursive: true });
    const files = [folder, clips].flatMap((root) =>
      readdirSync(root, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name)),
    );
    assert.ok(files.length > 0);
    for (const file of files) assert.equal(readFileSync(file).includes(key), false, file);
    assert.ok(ports.lines.length > 0);
    assert.doesNotMatch(ports.lines.join('\n'), new RegExp(key));
  });
});

describe('what the service offers', () => {
  it('is asked for, and nothing is said where it cannot be read', async (t) => {
    const { service, open } = await setUp(t);
    const { engine, ports } = open();
    service.answer(json(200, { success: true, data: [{ id: 'seedance-1.5-pro' }] }));
    assert.deepEqual(await engine.capabilities('live', service.origin), [documentedCapabilities[2]]);
    service.answer(page(500, ''));
    assert.equal(await engine.capabilities('live', service.origin), undefined);
    ports.setAccess({ baseUrl: service.origin });
    assert.equal(await engine.capabilities('live', service.origin), undefined);
  });
});

describe('closing', () => {
  it('waits for the answer to what was sent', async (t) => {
    const { service, folder, open, submit } = await setUp(t);
    const { engine, close } = open();
    const release = Promise.withResolvers<undefined>();
    service.answer(async (request, response) => {
      await release.promise;
      return json(200, { success: true, requestId: 'req_7' })(request, response);
    });
    const submission = submit(engine);
    await service.arrived(0);
    const closed = close();
    release.resolve(undefined);
    assert.equal((await submission).outcome, 'accepted');
    await closed;
    const store = new JobStore(join(folder, 'jobs.db'));
    t.after(() => store.close());
    assert.equal(store.list()[0]?.requestId, 'req_7');
  });

  it('does not wait for ever: the next start calls the job unknown', async (t) => {
    const { service, clock, open, submit } = await setUp(t);
    const { engine, close } = open();
    service.answer(() => undefined);
    const submission = submit(engine);
    await service.arrived(0);
    const closed = close();
    clock.advance(4000);
    await closed;
    const outcome = submission.catch((error: unknown) => error);
    clock.advance(60_000);
    const next = open();
    const job = await became(next.engine, hasEnded);
    assert.equal(job.state, 'unknown');
    assert.deepEqual(next.told, ['unknown']);
    await service.close();
    await outcome;
  });
});

describe('the whole way through the sandbox', () => {
  it('takes a file of this machine to a clip, at a new port after a restart', async (t) => {
    const root = temporaryFolder(t);
    const clock = new FakeClock();
    const start = () =>
      startSandbox({
        folder: join(root, 'sandbox'),
        clips: join(import.meta.dirname, '../../../media/sandbox'),
        pace: { queued: 0, processing: 0 },
        ffmpeg: false,
        keys: [key],
      });
    const first = await start();
    t.after(() => first.close());
    const photo = join(root, 'my photo.png');
    // A PNG of one pixel.
    const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    writeFileSync(photo, Buffer.from(png, 'base64'));
    const uri = pathToFileURL(photo).href;
    const draft = draftOf({
      references: [{ id: 'a', name: 'my photo.png', kind: 'image', source: { type: 'file', uri } }],
      metadata: '{"shot": 12}',
    });
    const clips = pathToFileURL(join(root, 'clips')).href;
    const target = { service: 'sandbox', baseUrl: first.origin, folder: clips, fileName: 'my photo' } as const;
    const before = openWindow(t, join(root, 'storage'), first.origin, clock);
    const submission = await before.engine.submit(draft, target, documentedCapabilities);
    assert.ok(submission.outcome === 'accepted', JSON.stringify(submission));
    assert.equal(submission.job.creditsCharged, 64);
    assert.deepEqual(submission.job.request?.metadata, { shot: 12, [jobIdField]: submission.job.id });
    await before.close();
    await first.close();

    const second = await start();
    t.after(() => second.close());
    const { engine, told } = openWindow(t, join(root, 'storage'), second.origin, clock);
    const job = await clock.fly(became(engine, isHome));
    assert.ok(job.download.state === 'done');
    const path = fileURLToPath(job.download.file);
    assert.equal(path, join(root, 'clips', 'my photo.mp4'));
    assert.equal(readFileSync(path).length, job.download.size);
    assert.deepEqual(told, ['succeeded']);
  });
});
