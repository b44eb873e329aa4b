import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { after, describe, it, type TestContext } from 'node:test';
import { DatabaseSync } from 'node:sqlite';
import { JobStore } from '../../src/engine/jobs/store.ts';
import { schemaVersion } from '../../src/engine/jobs/schema.ts';
import { StoreError } from '../../src/engine/jobs/storeError.ts';
import { draftOf } from '../support/engine/fixtures.ts';
import { spawnAll } from '../support/faults/spawnAll.ts';
import { fill, finished as isFinished, posts, setUpStore, type Window } from '../support/faults/storeSetUp.ts';
import { until } from '../support/until.ts';
import { report } from './table.ts';

/** Writes over a part of a file. */
async function scribble(path: string, from: number, length: number): Promise<void> {
  const file = await open(path, 'r+');
  await file.write(Buffer.alloc(length, 0xa5), 0, length, from);
  await file.close();
}

const harm = { tries: 0, lost: 0, chargedTwice: 0 };
after(() => report(25, { fault: 'The database: damaged, gone, newer', ...harm }));

const setUp = (t: TestContext) => setUpStore(t, harm);
const finished = (window: Window, draftId: string): Promise<void> => isFinished(window, draftId, harm);

describe('a damaged database', () => {
  it('is set aside and begun anew with what can be read, and one window tells of it once', async (t) => {
    const { folder, path, open } = await setUp(t);
    fill(path, 200);
    await scribble(path, 4096 * 60, 4096 * 4);
    const one = open();
    const jobs = one.engine.store.list().length;
    await until('the repair is told', () => one.repairs.length === 1);
    const [repair] = one.repairs;
    assert.ok(jobs > 150 && jobs <= 200, `${jobs} jobs are kept`);
    assert.deepEqual([repair?.jobs, existsSync(repair?.aside ?? '')], [jobs, true]);
    assert.equal(one.engine.store.drafts.list().length, repair?.drafts);
    const two = open();
    await until('the second has looked', () => two.engine.store.list().length === jobs);
    assert.deepEqual(two.repairs, []);
    assert.deepEqual(
      readdirSync(folder).filter((name) => /salvaged|repair$/.test(name)),
      [],
    );
  });

  it('is no database at all: it is set aside, and the next job is made', async (t) => {
    const { folder, path, open, submit, service } = await setUp(t);
    mkdirSync(folder);
    writeFileSync(path, 'What is this? '.repeat(1000));
    const window = open();
    assert.equal((await submit(window, 'one')).outcome, 'accepted');
    await finished(window, 'one');
    assert.equal(posts(service), 1);
    assert.equal(window.repairs.length, 1);
  });

  it('costs no clip that was paid for: its receipt brings the job back', async (t) => {
    const { path, open, submit, service } = await setUp(t);
    const first = open();
    const sent = await submit(first, 'one');
    assert.ok(sent.outcome === 'accepted');
    // The window goes before the clip is there, and then all of its database.
    await first.close();
    writeFileSync(path, 'gone '.repeat(5000));
    for (const ending of ['-wal', '-shm']) rmSync(path + ending, { force: true });
    const second = open();
    await finished(second, 'one');
    assert.equal(second.engine.store.get(sent.job.id)?.requestId, sent.job.requestId);
    assert.equal(posts(service), 1);
  });

  it('in an open window is mended while it works, and the job under way keeps its id', async (t) => {
    const { path, open, submit, service } = await setUp(t);
    fill(path, 100);
    const window = open();
    const letGo = service.hold();
    const sending = submit(window, 'one');
    await until('the request has left', () => posts(service) === 1);
    await scribble(path, 4096 * 2, statSync(path).size - 4096 * 4);
    window.engine.store.list();
    letGo();
    const submission = await sending;
    assert.equal(submission.outcome, 'accepted');
    await finished(window, 'one');
    assert.equal(posts(service), 1);
  });

  it('is mended by one of many windows that open at once', async (t) => {
    const { path } = await setUp(t);
    fill(path, 100);
    await scribble(path, 4096 * 60, 4096 * 4);
    const source = `
      import { JobStore } from ${JSON.stringify(join(import.meta.dirname, '../../src/engine/jobs/store.ts'))};
      const store = new JobStore(${JSON.stringify(path)});
      store.list();
      console.log(JSON.stringify({ jobs: store.list().length, told: store.claimRepair() !== undefined }));
      store.close();`;
    const windows = (await spawnAll(6, source)).map((text) => JSON.parse(text) as { jobs: number; told: boolean });
    assert.equal(new Set(windows.map(({ jobs }) => jobs)).size, 1, JSON.stringify(windows));
    assert.equal(windows.filter(({ told }) => told).length, 1);
  });
});

describe('a database that is gone', () => {
  it('is put back with all that was in it, before anything is written or sent', async (t) => {
    const { folder, path, open, submit, service } = await setUp(t);
    const window = open();
    window.engine.saveDraft(draftOf({ id: 'kept', prompt: 'Do not lose me' }));
    rmSync(folder, { recursive: true });
    assert.equal((await submit(window, 'one')).outcome, 'accepted');
    await finished(window, 'one');
    await window.close();
    const again = new JobStore(path);
    assert.deepEqual(
      again.drafts.list().map(({ prompt }) => prompt),
      ['Do not lose me'],
    );
    assert.equal(again.findByDraft('one')?.download.state, 'done');
    again.close();
    assert.equal(posts(service), 1);
  });

  it('in the middle of a request, is put back with the id that the answer brings', async (t) => {
    const { folder, path, open, submit, service } = await setUp(t);
    const window = open();
    const letGo = service.hold();
    const sending = submit(window, 'one');
    await until('the request has left', () => posts(service) === 1);
    rmSync(folder, { recursive: true });
    letGo();
    const submission = await sending;
    assert.ok(submission.outcome === 'accepted');
    const other = new JobStore(path);
    assert.equal(other.get(submission.job.id)?.requestId, submission.job.requestId);
    other.close();
    await finished(window, 'one');
  });
});

describe('a database of a newer version', () => {
  const forbid = (path: string): void => {
    const newer = new DatabaseSync(path);
    newer.exec(`UPDATE meta SET value = ${schemaVersion + 1} WHERE name = 'minWriter'`);
    newer.close();
  };
  const allow = (path: string): void => {
    const newer = new DatabaseSync(path);
    newer.exec("UPDATE meta SET value = 1 WHERE name = 'minWriter'");
    newer.close();
  };

  it('that forbids this one to write is shown, and nothing is sent or changed', async (t) => {
    const { path, open, submit, service } = await setUp(t);
    fill(path, 3);
    forbid(path);
    const window = open();
    assert.equal(window.engine.store.list().length, 3);
    assert.equal(window.engine.store.readOnly, true);
    await assert.rejects(submit(window, 'one'), (error) => error instanceof StoreError && error.trouble === 'newer');
    assert.equal(service.requests.length, 0);
  });

  it('that is damaged in the middle of a request is left to that version, which finds the id in the receipt', async (t) => {
    const { path, open, submit, service } = await setUp(t);
    fill(path, 100);
    const window = open();
    const letGo = service.hold();
    const sending = submit(window, 'one');
    await until('the request has left', () => posts(service) === 1);
    const newer = new DatabaseSync(path);
    newer.exec(`PRAGMA user_version = ${schemaVersion + 1}; PRAGMA wal_checkpoint(TRUNCATE)`);
    newer.close();
    const { size, ino } = statSync(path);
    await scribble(path, 4096 * 2, size - 4096 * 4);
    const isLeft = (error: unknown): boolean => error instanceof StoreError && error.trouble === 'damagedNewer';
    assert.throws(() => window.engine.store.list(), isLeft);
    await assert.rejects(submit(window, 'two'), isLeft);
    letGo();
    assert.equal((await sending).outcome, 'accepted');
    await window.close();
    assert.equal(statSync(path).ino, ino);
    // The newer version's own window: to it the file is its own.
    const own = new DatabaseSync(path);
    own.exec(`PRAGMA user_version = ${schemaVersion}`);
    own.close();
    await finished(open(), 'one');
    assert.equal(posts(service), 1);
  });

  it('that comes in the middle of a request finds the id in the receipt', async (t) => {
    const { path, open, submit, service } = await setUp(t);
    const window = open();
    const letGo = service.hold();
    const sending = submit(window, 'one');
    await until('the request has left', () => posts(service) === 1);
    forbid(path);
    letGo();
    const submission = await sending;
    assert.ok(submission.outcome === 'accepted');
    await window.close();
    // The newer version's own window: for it nothing is forbidden.
    allow(path);
    const newer = open();
    await finished(newer, 'one');
    assert.equal(posts(service), 1);
  });
});

it('a copy of a storage that is taken while jobs run opens, and holds what was written last', async (t) => {
  const { root, folder, open, submit } = await setUp(t);
  const window = open();
  const submission = await submit(window, 'one');
  assert.ok(submission.outcome === 'accepted');
  const copy = join(root, 'copy');
  cpSync(folder, copy, { recursive: true });
  const store = new JobStore(join(copy, 'jobs.db'));
  t.after(() => store.close());
  assert.equal(store.get(submission.job.id)?.requestId, submission.job.requestId);
});
