import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { QuietLooks } from '../../../../src/engine/jobs/quietLooks.ts';
import { JobStore } from '../../../../src/engine/jobs/store.ts';
import { jobOf } from '../../../support/engine/fixtures.ts';
import { temporaryFolder } from '../../../support/engine/folder.ts';

const look = { type: 'looked', generation: { status: 'processing' }, at: 20_000, pollAt: 25_000 } as const;

function setUp(t: TestContext) {
  const store = new JobStore(join(temporaryFolder(t), 'jobs.db'));
  t.after(() => store.close());
  const lease = store.windows.takeLease('window', 0, 1000);
  assert.ok(lease);
  const job = jobOf({ state: 'processing', processingAt: 5000, lookedAt: 10_000, pollAt: 20_000, polls: 1 });
  store.insert(job);
  return { store, lease, job, looks: new QuietLooks(store) };
}

describe('looks that found a job as it was', () => {
  it('are known at once, and on disk when they are written down', (t) => {
    const { store, lease, job, looks } = setUp(t);
    assert.equal(looks.keep(job, look), true);
    assert.deepEqual(
      [looks.pollAt(job), looks.known(job).lookedAt, store.get('job')?.lookedAt],
      [25_000, 20_000, 10_000],
    );
    looks.write(lease);
    assert.deepEqual(store.get('job'), { ...job, lookedAt: 20_000, pollAt: 25_000, polls: 2 });
  });

  it('are not kept where they brought news', (t) => {
    const { job, looks } = setUp(t);
    for (const status of ['queued', 'succeeded', 'failed', 'upscaling'])
      assert.equal(looks.keep(job, { ...look, generation: { status } }), false, status);
    assert.equal(looks.keep({ ...job, pollFailures: 1 }, look), false);
    assert.equal(looks.keep(job, look), true);
    assert.equal(looks.keep(job, { ...look, at: 25_000, generation: { status: 'failed' } }), false);
  });

  it('are one write, however many they are of a job', (t) => {
    const { store, lease, job, looks } = setUp(t);
    assert.equal(looks.keep(job, look), true);
    assert.equal(looks.keep(job, { ...look, at: 25_000, pollAt: 31_000 }), true);
    assert.deepEqual([looks.pollAt(job), looks.known(job).polls], [31_000, 3]);
    const told: number[] = [];
    store.onDidChange(({ changed }) => told.push(changed.length));
    looks.write(lease);
    assert.deepEqual(store.get('job'), { ...job, lookedAt: 25_000, pollAt: 31_000, polls: 3 });
    assert.deepEqual(told, [1]);
  });

  it('are kept as one, however long the store cannot be written to', (t) => {
    const { store, lease, job, looks } = setUp(t);
    for (let count = 1; count <= 100; count++)
      looks.keep(job, { ...look, at: 20_000 + 5000 * count, pollAt: 25_000 + 5000 * count });
    const last = { lookedAt: 520_000, pollAt: 525_000, polls: 101 };
    assert.deepEqual(looks.known(job), { ...job, ...last });
    const taken = looks.take(job.id);
    assert.equal(taken.length, 1);
    store.applyAll([[job.id, taken]], { lease });
    assert.deepEqual(store.get('job'), { ...job, ...last });
  });

  it('of many jobs are written down a minute after the first of each, and of a few at once', (t) => {
    const { store, lease, job, looks } = setUp(t);
    const written = (): number => store.unfinished().filter(({ polls }) => polls > 1).length;
    looks.keep(job, look);
    looks.writeSome(lease, look.at);
    assert.equal(written(), 1);
    const many = Array.from({ length: 40 }, (_, index) => `job-${index}`);
    for (const id of many) store.insert(jobOf({ id, state: 'processing', processingAt: 5000, polls: 1 }));
    for (const [index, each] of store
      .unfinished()
      .filter(({ id }) => id !== job.id)
      .entries())
      assert.equal(looks.keep(each, { ...look, at: 30_000 + 1000 * index }), true);
    looks.writeSome(lease, 89_999);
    assert.equal(written(), 1);
    looks.writeSome(lease, 99_000);
    assert.equal(written(), 11);
    looks.write(lease);
    assert.equal(written(), 41);
  });

  it('are one write, however many jobs they are of', (t) => {
    const { store, lease, looks } = setUp(t);
    for (const id of ['b', 'c']) store.insert(jobOf({ id, state: 'processing', processingAt: 5000 }));
    for (const job of store.unfinished()) looks.keep(job, look);
    const told: number[] = [];
    store.onDidChange(({ changed }) => told.push(changed.length));
    looks.write(lease);
    assert.deepEqual(told, [3]);
  });

  it('do not put off a look that somebody asked for meanwhile', (t) => {
    const { store, lease, job, looks } = setUp(t);
    looks.keep(job, look);
    const wanted = store.apply('job', { type: 'lookWanted', pollAt: 21_000 });
    assert.ok(wanted);
    assert.equal(looks.pollAt(wanted), 21_000);
    looks.write(lease);
    assert.equal(store.get('job')?.pollAt, 21_000);
  });

  it('come before what else becomes of their job', (t) => {
    const { job, looks } = setUp(t);
    looks.keep(job, look);
    assert.deepEqual(looks.take('job'), [{ ...look, due: 20_000, polls: 1 }]);
    assert.deepEqual(looks.take('job'), []);
  });

  it('are of no use to a window that does not lead any more', (t) => {
    const { store, lease, job, looks } = setUp(t);
    looks.keep(job, look);
    store.windows.takeLease('other', 2000, 3000);
    looks.write(lease);
    assert.deepEqual(store.get('job'), job);
    looks.keep(job, look);
    looks.forget();
    assert.equal(looks.pollAt(job), 20_000);
  });
});
