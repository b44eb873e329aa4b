import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { JobStore } from '../../../../src/engine/jobs/store.ts';
import { jobOf, unsentJobOf } from '../../../support/engine/fixtures.ts';
import { temporaryFolder } from '../../../support/engine/folder.ts';

function openTwo(t: TestContext): readonly [JobStore, JobStore] {
  const path = join(temporaryFolder(t), 'jobs.db');
  const stores = [new JobStore(path), new JobStore(path)] as const;
  for (const store of stores) t.after(() => store.close());
  return stores;
}

describe('unfinished jobs', () => {
  it('are oldest first, in whatever order they become known', (t) => {
    const [store, other] = openTwo(t);
    const ids = (): string[] => store.unfinished().map(({ id }) => id);
    other.insert(jobOf({ id: 'c', createdAt: 3 }));
    assert.deepEqual(ids(), ['c']);
    other.insert(jobOf({ id: 'a', createdAt: 1 }));
    store.insert(jobOf({ id: 'b', createdAt: 1 }));
    assert.deepEqual(ids(), ['a', 'b', 'c']);
    other.apply('b', { type: 'cancelled', at: 9 });
    assert.deepEqual(ids(), ['a', 'c']);
  });

  it('are as any window left them, without being read again where nothing has changed', (t) => {
    const [store, other] = openTwo(t);
    store.insert(jobOf({ id: 'a' }));
    store.insert(jobOf({ id: 'b' }));
    const [a] = store.unfinished();
    assert.equal(store.unfinished()[0], a);
    other.apply('b', { type: 'lookWanted', pollAt: 77 });
    const [sameA, b] = store.unfinished();
    assert.deepEqual([sameA === a, b?.pollAt], [true, 77]);
  });

  it('are none that were withdrawn or forgotten', (t) => {
    const [store, other] = openTwo(t);
    store.insert(unsentJobOf({ id: 'a' }));
    assert.equal(store.unfinished().length, 1);
    assert.ok(other.withdraw('a', 5));
    assert.deepEqual(store.unfinished(), []);
  });
});
