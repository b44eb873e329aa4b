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

  it('are not kept where they brought news, or another one is still to be written down', (t) => {
    const { job, looks } = setUp(t);
    for (const status of ['queued', 'succeeded', 'failed', 'upscaling'])
      assert.equal(looks.keep(job, { ...look, generation: { status } }), false, status);
    assert.equal(looks.keep({ ...job, pollFailures: 1 }, look), false);
    assert.equal(looks.keep(job, look), true);
    assert.equal(looks.keep(job, { ...look, at: 25_000 }), false);
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
    assert.deepEqual(looks.take('job'), [{ ...look, due: 20_000 }]);
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
