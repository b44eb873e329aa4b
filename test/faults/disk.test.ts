import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { after, describe, it, type TestContext } from 'node:test';
import { Receipts } from '../../src/engine/jobs/receipts.ts';
import { StoreError, type StoreTrouble } from '../../src/engine/jobs/storeError.ts';
import { draftOf, jobOf } from '../support/engine/fixtures.ts';
import { recorder } from '../support/engine/ports.ts';
import { limitedFiles, lockedFolder, mayLimit, mayMount, smallDisk, type Disk } from '../support/faults/disks.ts';
import { fill, finished as isFinished, posts, setUpStore, type Window } from '../support/faults/storeSetUp.ts';
import { until } from '../support/until.ts';
import { report } from './table.ts';

const harm = { tries: 0, lost: 0, chargedTwice: 0 };
after(() => report(26, { fault: 'The disk of the database: full, or not to be written to', ...harm }));

const finished = (window: Window, draftId: string): Promise<void> => isFinished(window, draftId, harm);

const isStoreError = (trouble: StoreTrouble) => (error: unknown) =>
  error instanceof StoreError && error.trouble === trouble;

/** Ways in which a disk takes no more. */
const disks: readonly {
  readonly name: string;
  readonly skip: string | false;
  readonly open: (t: TestContext) => Disk;
}[] = [
  {
    name: 'a full disk',
    skip: !mayMount && 'only root may mount a small disk',
    open: smallDisk,
  },
  {
    name: 'a disk that lets no file grow, as one whose quota is used up',
    skip: !mayLimit && 'there is no prlimit here',
    open: limitedFiles,
  },
];

for (const { name, skip, open: openDisk } of disks)
  describe(name, { skip }, () => {
    it('leaves no half receipt', (t) => {
      const disk = openDisk(t);
      disk.fill();
      disk.leavePage();
      const before = readdirSync(disk.path);
      const receipts = new Receipts(disk.path, recorder([]));
      const job = jobOf({ draft: draftOf({ prompt: 'x'.repeat(6000) }) });
      assert.equal(receipts.keep(job), false);
      assert.deepEqual(readdirSync(disk.path), before);
      assert.deepEqual(receipts.jobs(), [job], 'it is known for as long as the window is open');
    });

    it('before Generate: nothing is sent, the draft can be sent once there is room', async (t) => {
      const disk = openDisk(t);
      const { open, submit, service } = await setUpStore(t, harm, disk.path);
      const window = open();
      disk.fill();
      const before = readdirSync(disk.path);
      await assert.rejects(submit(window, 'one'), isStoreError('full'));
      assert.deepEqual(readdirSync(disk.path), before);
      assert.equal(posts(service), 0);
      disk.free();
      await until('the draft can be sent', async () => (await submit(window, 'one')).outcome === 'accepted');
      await finished(window, 'one');
      assert.equal(posts(service), 1);
      await window.close();
    });

    it('while the answer comes: the job is known as accepted, and is found when there is room', async (t) => {
      const disk = openDisk(t);
      const { open, submit, service } = await setUpStore(t, harm, disk.path);
      const window = open();
      window.engine.saveDraft(draftOf({ id: 'wait', prompt: 'x' }));
      const letGo = service.hold();
      const sending = submit(window, 'one');
      await until('the request has left', () => posts(service) === 1);
      disk.fill();
      letGo();
      // An answer that cannot be written at all is held in memory, and tried again.
      await until('the disk has refused', () => window.lines.some((line) => line.includes('cannot be written down')));
      disk.free();
      const submission = await sending;
      assert.equal(submission.outcome, 'accepted');
      await finished(window, 'one');
      assert.equal(posts(service), 1);
      await window.close();
    });
  });

describe('a storage that may not be written to', () => {
  it('is told as such, nothing is sent and nothing is half made; all goes on where it was when it may be', async (t) => {
    const { path, lock, unlock } = lockedFolder(t);
    const { path: database, folder, open, submit, service } = await setUpStore(t, harm, path);
    fill(database, 3);
    const before = readdirSync(folder);
    lock();
    assert.throws(open, isStoreError('unwritable'));
    unlock();
    assert.deepEqual(readdirSync(folder), before);
    assert.equal(service.requests.length, 0);
    const window = open();
    assert.equal(window.engine.store.list().length, 3);
    assert.equal((await submit(window, 'one')).outcome, 'accepted');
    await finished(window, 'one');
    assert.equal(posts(service), 1);
    await window.close();
  });

  it('is told as such where nothing was ever kept', async (t) => {
    const { path, lock, unlock } = lockedFolder(t);
    const { open, submit, service } = await setUpStore(t, harm, path);
    lock();
    assert.throws(open, isStoreError('unwritable'));
    unlock();
    assert.deepEqual(readdirSync(path), []);
    const window = open();
    assert.equal((await submit(window, 'one')).outcome, 'accepted');
    await finished(window, 'one');
    assert.equal(posts(service), 1);
    await window.close();
  });
});
