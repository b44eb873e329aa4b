import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import { fileReference, urlReference } from '../../../../src/engine/drafts/draft.ts';
import { clipsOf, rejoin } from '../../../../src/engine/drafts/series.ts';
import { Engine } from '../../../../src/engine/engine.ts';
import type { SeriesEnd } from '../../../../src/engine/jobs/series.ts';
import type { Submission, Target } from '../../../../src/engine/jobs/submit.ts';
import type { SeriesOptions } from '../../../../src/engine/submissions.ts';
import { documentedCapabilities } from '../../../../src/shared/capabilities.ts';
import type { Draft } from '../../../../src/shared/draft.ts';
import { draftOf } from '../../../support/engine/fixtures.ts';
import { temporaryFolder } from '../../../support/engine/folder.ts';
import { NodePorts } from '../../../support/engine/ports.ts';
import { pixel } from '../../../support/engine/references.ts';
import { inTurn, json, reset, startServer, type Handler } from '../../../support/engine/server.ts';

const support = join(import.meta.dirname, '../../../support/engine');

const refused = json(400, { success: false, error: 'face in image', code: 'MODERATION' });
const noCredits = json(402, { success: false, error: 'no credits' });
const unauthorized = json(401, { success: false, error: 'no such key' });

/** Accepts each create under a number of its own. */
function accept(): Handler {
  let accepted = 0;
  return (request, response) =>
    json(200, { success: true, requestId: `req_${++accepted}`, status: 'queued', creditsCharged: 64 })(
      request,
      response,
    );
}

async function setUp(t: TestContext, ...answers: readonly [Handler, ...Handler[]]) {
  const service = await startServer(t, inTurn(...answers));
  const folder = temporaryFolder(t);
  const ports = new NodePorts(service.origin);
  const open = (): Engine => {
    const engine = new Engine({ folder: join(folder, 'storage'), ports });
    t.after(() => closed.has(engine) || engine.dispose());
    return engine;
  };
  const closed = new Set<Engine>();
  const engine = open();
  const close = (): Promise<void> => {
    closed.add(engine);
    return engine.dispose();
  };
  const target: Target = {
    service: 'live',
    baseUrl: service.origin,
    folder: pathToFileURL(join(folder, 'clips')).href,
    fileName: 'waves',
  };
  const send = (clips: readonly Draft[], options: Partial<SeriesOptions> = {}): Promise<SeriesEnd> =>
    engine.submitSeries(clips, () => target, documentedCapabilities, {
      signal: new AbortController().signal,
      ...options,
    });
  const posts = (): number => service.requests.filter(({ method }) => method === 'POST').length;
  return { service, folder, ports, engine, open, close, target, send, posts };
}

const fourTakes = () => clipsOf(draftOf(), { takes: 4, eachImage: false });
const idsOf = (drafts: readonly Draft[]): string[] => drafts.map(({ id }) => id);
const outcomeOf = (last: Submission | undefined): string | undefined =>
  last?.outcome === 'withdrawn' ? `withdrawn ${last.why.kind}` : last?.outcome;

describe('several clips of one Generate', () => {
  it('are sent once each, one after the other, and leave no draft behind', async (t) => {
    const { engine, send, posts } = await setUp(t, accept());
    const clips = fourTakes();
    engine.saveDraft(clips[0]);
    const said: number[] = [];
    const end = await send(clips, { onNext: (sent) => said.push(sent), onLast: () => said.push(-1) });
    assert.deepEqual([end.jobs.length, end.left, end.last, posts()], [4, [], undefined, 4]);
    assert.deepEqual(said, [0, 1, 2, 3, -1]);
    assert.deepEqual(engine.store.drafts.list(), []);
    assert.equal(engine.store.takesOf(clips[0].id).length, 4);
    assert.deepEqual(new Set(end.jobs.map(({ requestId }) => requestId)).size, 4);
  });

  for (const [name, answer, outcome] of [
    ['refused', refused, 'rejected'],
    ['not paid for', noCredits, 'rejected'],
    ['not authorized', unauthorized, 'rejected'],
  ] as const)
    it(`stop where the second is ${name}: the first stays, no more is sent, and what is left is kept`, async (t) => {
      const { engine, send, posts } = await setUp(t, accept(), answer);
      const clips = fourTakes();
      const end = await send(clips);
      assert.deepEqual([end.jobs.length, outcomeOf(end.last), posts()], [1, outcome, 2]);
      assert.deepEqual(idsOf(end.left), idsOf(clips.slice(1)));
      assert.deepEqual(
        idsOf(engine.store.drafts.seriesOf(clips[0].id)),
        idsOf(clips.slice(2)),
        'the refused one is a job',
      );
    });

  it('ask once with a key that is not taken, and leave the draft alone', async (t) => {
    const { engine, send, posts } = await setUp(t, unauthorized);
    const clips = fourTakes();
    engine.saveDraft(clips[0]);
    const end = await send(clips);
    assert.deepEqual([end.jobs, outcomeOf(end.last), posts()], [[], 'rejected', 1]);
    assert.deepEqual(end.left, clips);
    assert.deepEqual(engine.store.drafts.seriesOf(clips[0].id), []);
  });

  it('stop where nobody knows of the second: it may be paid, and is not left to be sent again', async (t) => {
    const { engine, send, posts } = await setUp(t, accept(), reset);
    const clips = fourTakes();
    const end = await send(clips);
    assert.deepEqual([end.jobs.map(({ state }) => state), posts()], [['queued', 'unknown'], 2]);
    assert.deepEqual(idsOf(end.left), idsOf(clips.slice(2)));
    assert.deepEqual(idsOf(engine.store.drafts.list()), idsOf(clips.slice(2)));
  });

  it('send nothing once they are stopped before the first', async (t) => {
    const { engine, send, posts } = await setUp(t, accept());
    const clips = fourTakes();
    const end = await send(clips, { signal: AbortSignal.abort() });
    assert.deepEqual([end.jobs, outcomeOf(end.last), posts()], [[], 'withdrawn stopped', 0]);
    assert.deepEqual(engine.store.drafts.seriesOf(clips[0].id), []);
  });

  it('send no more once they are stopped in the middle, and hear the answer to what was sent', async (t) => {
    const stop = new AbortController();
    const { send, posts } = await setUp(t, accept(), (request, response) => {
      stop.abort();
      return json(200, { success: true, requestId: 'req_9', status: 'queued' })(request, response);
    });
    const clips = fourTakes();
    const end = await send(clips, { signal: stop.signal });
    assert.deepEqual([end.jobs.map(({ requestId }) => requestId), posts()], [['req_1', 'req_9'], 2]);
    assert.deepEqual(idsOf(end.left), idsOf(clips.slice(2)));
  });

  it('send one that another window took up meanwhile no second time, and go on', async (t) => {
    const { engine, send, target, posts } = await setUp(t, accept());
    const clips = fourTakes();
    const second = clips[1];
    assert.ok(second);
    let twin: Promise<Submission> | undefined;
    const end = await send(clips, {
      onNext: (sent) => {
        if (sent === 1) twin ??= engine.submit(second, target, documentedCapabilities);
      },
    });
    assert.deepEqual([end.left, posts()], [[], 4]);
    assert.ok(twin);
    await twin;
    assert.equal(engine.store.takesOf(clips[0].id).length, 4);
  });

  it('are drafts again where their window closes in the middle, but for what was sent', async (t) => {
    let disposed: Promise<void> | undefined;
    const { engine, close, open, send, posts } = await setUp(t, accept(), (request, response) => {
      disposed = close();
      return json(200, { success: true, requestId: 'req_9', status: 'queued' })(request, response);
    });
    const clips = fourTakes();
    const end = await send(clips);
    assert.deepEqual([end.jobs.length, posts(), String(end.error)], [2, 2, 'Error: the window closes']);
    await disposed;
    assert.throws(() => engine.store.drafts.list(), 'it is closed');
    const next = open();
    assert.deepEqual(idsOf(next.store.drafts.seriesOf(clips[0].id)), idsOf(clips.slice(2)));
    assert.deepEqual(
      next.store.takesOf(clips[0].id).map(({ requestId }) => requestId),
      ['req_1', 'req_9'],
    );
  });

  it('are paid once each where their window dies in the middle: what was not sent is drafts, to be sent when somebody wants it', async (t) => {
    const { engine, service, folder, send, posts } = await setUp(t, accept(), () => undefined);
    const child = spawn(process.execPath, [
      ...['--disable-warning=ExperimentalWarning', join(support, 'seriesChild.ts')],
      ...[join(folder, 'storage'), service.origin],
    ]);
    const dead = once(child, 'exit');
    await service.arrived(1);
    child.kill('SIGKILL');
    await dead;
    engine.store.refresh();
    assert.deepEqual(
      engine.store.takesOf('draft').map(({ requestId, sentAt }) => [requestId, sentAt !== undefined]),
      [
        ['req_1', true],
        [undefined, true],
      ],
    );
    const [first, ...others] = engine.store.drafts.seriesOf('draft');
    assert.ok(first);
    const { draft, plan } = rejoin([first, ...others]);
    assert.deepEqual(plan, { takes: 2, eachImage: false });
    service.answer(accept());
    const end = await send(clipsOf(draft, plan));
    assert.deepEqual([end.jobs.length, posts()], [2, 4]);
    assert.deepEqual(engine.store.takesOf('draft').length, 4);
  });

  it('that are left become one draft on disk in one step, which says to which series it belongs', async (t) => {
    const { engine, send } = await setUp(t, accept(), refused);
    const clips = fourTakes();
    const { left } = await send(clips);
    const [first, ...others] = left;
    assert.ok(first);
    const { draft, plan } = engine.rejoin(clips[0].id, [first, ...others]);
    assert.deepEqual(plan, { takes: 3, eachImage: false });
    assert.deepEqual(engine.store.drafts.list(), [draft]);
    assert.deepEqual(engine.store.drafts.seriesOf(clips[0].id), [draft], 'a tab that knows the first finds it');
  });

  it('that are left of different shots: those that fit into no plan are drafts of their own, of no series', async (t) => {
    const { engine, send } = await setUp(t, accept(), refused);
    const references = ['a', 'b'].map((name) => urlReference(`https://e.org/${name}.png`));
    const clips = clipsOf(draftOf({ references }), { takes: 2, eachImage: true });
    const [first, ...others] = (await send(clips)).left;
    assert.ok(first);
    const { draft, apart } = engine.rejoin(clips[0].id, [first, ...others]);
    const [take] = apart;
    assert.deepEqual(
      [draft.references.map(({ name }) => name), take?.id, take?.series],
      [['b.png'], first.id, undefined],
    );
    assert.deepEqual(new Set(idsOf(engine.store.drafts.list())), new Set([draft.id, first.id]));
  });

  it('that are left as the window closes stay as they are, with what tells their plan', async (t) => {
    const { engine, close, open, send } = await setUp(t, accept(), refused);
    const clips = fourTakes();
    const [first, ...others] = (await send(clips)).left;
    assert.ok(first);
    const closing = close();
    engine.rejoin(clips[0].id, [first, ...others]);
    await closing;
    assert.deepEqual(idsOf(open().store.drafts.seriesOf(clips[0].id)), idsOf(others));
  });

  it('of which one became part of another draft meanwhile do not send it besides', async (t) => {
    const { engine, send, posts } = await setUp(t, accept());
    const clips = fourTakes();
    const end = await send(clips, {
      onNext: (sent) => {
        const [second, ...others] = engine.store.drafts.seriesOf(clips[0].id);
        if (sent === 1 && second !== undefined) engine.rejoin(clips[0].id, [second, ...others]);
      },
    });
    assert.deepEqual([end.jobs.length, posts()], [2, 2], 'the first, and the one whose id the other draft has');
  });

  it('whose file changes after it was looked at are not sent with what nobody has checked', async (t) => {
    const { folder, engine, service } = await setUp(t, accept());
    const sandbox = { service: 'sandbox', baseUrl: service.origin, folder: 'file:///nowhere', fileName: 'a' } as const;
    const reference = ['a.png', 'b.png'].map((name) => {
      const path = join(folder, name);
      writeFileSync(path, pixel);
      return fileReference(pathToFileURL(path).href, name);
    });
    service.answer((request, response) =>
      request.path.startsWith('/sandbox/media/')
        ? json(200, { success: true, url: `${service.origin}/stored.png` })(request, response)
        : json(200, { success: true, requestId: `req_${Math.random()}`, status: 'queued' })(request, response),
    );
    const { signal } = new AbortController();
    const looks = await Promise.all(reference.map((each) => engine.look(each, sandbox, signal)));
    const seen = new Map(reference.map(({ id }, index) => [id, looks[index]?.version ?? '']));
    const clips = clipsOf(draftOf({ references: reference }), { takes: 1, eachImage: true });
    const end = await engine.submitSeries(clips, () => sandbox, documentedCapabilities, {
      ...{ signal, seen },
      onNext: (sent) => {
        if (sent === 1) writeFileSync(join(folder, 'b.png'), Buffer.concat([pixel, pixel]));
      },
    });
    assert.deepEqual([end.jobs.length, outcomeOf(end.last)], [1, 'withdrawn reference']);
    assert.ok(end.last?.outcome === 'withdrawn' && end.last.why.kind === 'reference');
    assert.match(end.last.why.message, /“b\.png” has changed since Generate was pressed/);
  });

  it('bring a file there once', async (t) => {
    const { folder, ports, engine, target, send, service } = await setUp(t, accept());
    const path = join(folder, 'a.png');
    writeFileSync(path, pixel);
    const runs = join(folder, 'runs');
    const program = join(folder, 'upload.mjs');
    writeFileSync(
      program,
      `import { appendFileSync } from 'node:fs';
       appendFileSync(${JSON.stringify(runs)}, 'x');
       console.log(${JSON.stringify(`${service.origin}/a.png`)});`,
    );
    const create = accept();
    service.answer((request, response) =>
      request.method === 'POST'
        ? create(request, response)
        : void response.writeHead(200, { 'content-type': 'image/png' }).end(pixel),
    );
    ports.setHosting({ ways: ['uploader'], uploader: { command: [process.execPath, program, '{file}'], seconds: 60 } });
    const reference = fileReference(pathToFileURL(path).href, 'a.png');
    const { offer } = await engine.look(reference, target, new AbortController().signal);
    const clips = clipsOf(draftOf({ references: [reference] }), { takes: 3, eachImage: false });
    const end = await send(clips, { consented: [offer?.consent?.once ?? ''] });
    assert.equal(end.jobs.length, 3, JSON.stringify(end.last));
    assert.equal(readFileSync(runs, 'utf8'), 'x');
  });
});
