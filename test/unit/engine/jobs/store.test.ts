import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it, type TestContext } from 'node:test';
import { Worker } from 'node:worker_threads';
import type { Job } from '../../../../src/engine/jobs/job.ts';
import { clipFile, heldDraft, parent, request, schemaVersion, shot } from '../../../../src/engine/jobs/schema.ts';
import type { Draft } from '../../../../src/shared/draft.ts';
import { StoreError } from '../../../../src/engine/jobs/storeError.ts';
import { JobStore, type StoreChange } from '../../../../src/engine/jobs/store.ts';
import { draftOf, jobOf, unsentJobOf } from '../../../support/engine/fixtures.ts';
import { temporaryFolder } from '../../../support/engine/folder.ts';

interface Window {
  readonly store: JobStore;
  /** All changes that were told, oldest first. */
  readonly told: StoreChange[];
}

function open(t: TestContext, path: string): Window {
  const store = new JobStore(path);
  t.after(() => store.close());
  const told: StoreChange[] = [];
  store.onDidChange((change) => told.push(change));
  return { store, told };
}

function newPath(t: TestContext): string {
  return join(temporaryFolder(t), 'deep', 'jobs.db');
}

/** The database as another program sees it. */
function raw(t: TestContext, path: string): DatabaseSync {
  const database = new DatabaseSync(path);
  t.after(() => database.close());
  return database;
}

describe('the store', () => {
  it('shows a job again that was forgotten as not charged and was accepted after all', (t) => {
    const { store, told } = open(t, newPath(t));
    store.insert(unsentJobOf({ state: 'unknown', sentAt: 2000, endedAt: 3000 }));
    store.remove('job', 4000);
    assert.deepEqual(store.list(), []);
    const created = { requestId: 'req_1', status: 'queued', creditsCharged: 64 };
    store.apply('job', { type: 'accepted', created, at: 5000, pollAt: 6000 });
    assert.deepEqual(
      store.list().map(({ state, creditsCharged }) => [state, creditsCharged]),
      [['queued', 64]],
    );
    assert.equal(told.at(-1)?.changed[0]?.requestId, 'req_1');
  });

  it('keeps jobs and drafts when it is opened again', (t) => {
    const path = newPath(t);
    const first = new JobStore(path);
    const job = jobOf({ creditsCharged: 64, request: { model: 'm', prompt: 'p', metadata: { a: [1] } } });
    first.insert(job);
    first.drafts.save(draftOf({ id: 'other', prompt: '“Ein Bär” 🐻' }), 1);
    first.close();
    const { store } = open(t, path);
    assert.deepEqual(store.list(), [job]);
    assert.deepEqual(store.get('job'), job);
    assert.deepEqual(store.drafts.get('other'), draftOf({ id: 'other', prompt: '“Ein Bär” 🐻' }));
  });

  it('writes to disk before a write returns', (t) => {
    const path = newPath(t);
    const { store } = open(t, path);
    assert.equal(raw(t, path).prepare('PRAGMA journal_mode').get()?.['journal_mode'], 'wal');
    store.insert(unsentJobOf());
    store.apply('job', { type: 'sent', at: 5 });
    const body = raw(t, path).prepare('SELECT body FROM jobs').get()?.['body'];
    assert.equal((JSON.parse(String(body)) as Job).sentAt, 5);
  });

  it('lists what is in view newest first, and what is unfinished oldest first', (t) => {
    const { store } = open(t, newPath(t));
    for (const [id, createdAt, state] of [
      ['a', 1, 'queued'],
      ['b', 3, 'failed'],
      ['c', 2, 'processing'],
    ] as const)
      store.insert(jobOf({ id, createdAt, state }));
    store.remove('a', 9);
    assert.deepEqual(
      store.list().map(({ id }) => id),
      ['b', 'c'],
    );
    assert.deepEqual(
      store.unfinished().map(({ id }) => id),
      ['a', 'c'],
    );
  });

  it('gives the same jobs in parts, whatever becomes of the list in between', (t) => {
    const path = newPath(t);
    const { store } = open(t, path);
    for (let index = 0; index < 25; index++)
      store.insert(jobOf({ id: `job-${index}`, requestId: `req-${index}`, createdAt: index >> 2 }));
    store.remove('job-7', 9);
    raw(t, path).exec("UPDATE jobs SET body = 'broken' WHERE id = 'job-20'");
    const listed = store.list();
    assert.equal(listed.length, 23);
    for (const [first, rest] of [
      [3, 7],
      [1, 1],
      [24, 1],
      [25, 5],
      [100, 100],
    ] as const)
      // prettier-ignore
      assert.deepEqual([...store.parts(first, rest)].flat(), listed, `${first} and ${rest}`);
    const parts = store.parts(5, 5);
    const begin = parts.next().value ?? [];
    assert.equal(begin.length, 4, 'the broken one is the fifth');
    store.insert(jobOf({ id: 'newer', requestId: 'newer', createdAt: 99 }));
    store.remove(listed[3]?.id ?? '', 9);
    assert.deepEqual([...begin, ...[...parts].flat()], listed);
  });

  it('hides no job behind a field that can be missing and cannot be read', (t) => {
    const path = newPath(t);
    const { store } = open(t, path);
    store.insert(jobOf({ pollFailure: { kind: 'rateLimited', status: 429, retryAfter: Infinity } }));
    const [job] = store.unfinished();
    assert.deepEqual([job?.requestId, job?.pollFailure], ['req_1', undefined]);
  });

  it('does not take in a job again whose id it knows', (t) => {
    const { store, told } = open(t, newPath(t));
    store.insert(jobOf({ prompt: 1 } as Partial<Job>));
    store.drafts.save(draftOf(), 1);
    store.insert(jobOf({ state: 'failed' }));
    assert.equal(store.get('job')?.state, 'queued');
    assert.ok(store.drafts.get('draft'), 'nor takes its draft away');
    assert.equal(told.length, 1);
  });

  it('holds the draft in the job from the moment the job is stored', (t) => {
    const { store } = open(t, newPath(t));
    store.drafts.save(draftOf(), 1);
    store.insert(unsentJobOf());
    assert.equal(store.drafts.get('draft'), undefined);
    assert.equal(store.findByDraft('draft')?.id, 'job');
    assert.equal(store.findByDraft('other'), undefined);
  });

  it('finds a job by its clip', (t) => {
    const { store } = open(t, newPath(t));
    store.insert(jobOf({ state: 'succeeded', download: { state: 'done', file: 'file:///a.mp4', size: 5 } }));
    assert.equal(store.clips.jobAt('file:///a.mp4')?.id, 'job');
    assert.equal(store.clips.jobAt('file:///b.mp4'), undefined);
  });

  it('finds the newest clip, however many jobs without one came after it', (t) => {
    const { store } = open(t, newPath(t));
    assert.equal(store.clips.newest(), undefined);
    const done = { state: 'done', file: 'file:///a.mp4', size: 5 } as const;
    for (const [id, createdAt] of Object.entries({ old: 1, new: 2, removed: 3 }))
      store.insert(jobOf({ id, requestId: id, createdAt, state: 'succeeded', download: done }));
    store.remove('removed', 9);
    for (let index = 0; index < 30; index++)
      store.insert(jobOf({ id: `job-${index}`, requestId: `req-${index}`, createdAt: 10 + index, state: 'failed' }));
    assert.equal(store.clips.newest()?.id, 'new');
  });

  it('finds of several jobs whose clips were put over one another the one whose is there', (t) => {
    const { store } = open(t, newPath(t));
    const file = 'file:///a.mp4';
    store.insert(jobOf({ id: 'old', createdAt: 1, state: 'succeeded', download: { state: 'done', file, size: 5 } }));
    store.insert(jobOf({ id: 'new', createdAt: 2, state: 'succeeded', download: { state: 'done', file, size: 7 } }));
    assert.deepEqual(
      [5, 7, 9, undefined].map((size) => store.clips.jobAt(file, size)?.id),
      ['old', 'new', 'new', 'new'],
    );
    assert.deepEqual(
      [5, 7, 9, undefined].map((size) => store.clips.isOfOther(file, 'old', size)),
      [false, true, false, true],
    );
  });

  it('lists drafts, the last changed first, and the settings of the last job', (t) => {
    const { store } = open(t, newPath(t));
    assert.equal(store.lastSubmitted(), undefined);
    store.drafts.save(draftOf({ id: 'x' }), 1);
    store.drafts.save(draftOf({ id: 'y' }), 2);
    store.drafts.save(draftOf({ id: 'x', prompt: 'new' }), 3);
    assert.deepEqual(
      store.drafts.list().map(({ id, prompt }) => [id, prompt]),
      [
        ['x', 'new'],
        ['y', 'Waves at dusk'],
      ],
    );
    store.drafts.delete('x');
    assert.equal(store.drafts.get('x'), undefined);
    store.insert(jobOf({ createdAt: 1, draft: draftOf({ duration: 9 }) }));
    store.insert(unsentJobOf({ id: 'withdrawn', createdAt: 2, draft: draftOf({ duration: 4 }) }));
    store.withdraw('withdrawn', 3);
    assert.equal(store.lastSubmitted()?.duration, 9);
  });

  it('refuses what cannot happen, and says so', (t) => {
    const { store, told } = open(t, newPath(t));
    store.insert(jobOf({ state: 'failed' }));
    assert.equal(store.apply('job', { type: 'cancelled', at: 1 }), undefined);
    assert.equal(store.apply('nobody', { type: 'cancelled', at: 1 }), undefined);
    assert.equal(told.length, 1);
  });

  it('lets only the owner say what only the owner knows', (t) => {
    const { store } = open(t, newPath(t));
    store.insert(unsentJobOf());
    assert.equal(store.apply('job', { type: 'sent', at: 1 }, { owner: 'stranger' }), undefined);
    assert.equal(store.apply('job', { type: 'sent', at: 1 }, { owner: 'window' })?.sentAt, 1);
  });

  it('knows better than its user which of them was accepted meanwhile: that is not forgotten as not charged', (t) => {
    const { store } = open(t, newPath(t));
    store.insert(unsentJobOf({ id: 'late', state: 'unknown', sentAt: 1 }));
    store.insert(unsentJobOf({ id: 'lost', state: 'unknown', sentAt: 1, draft: draftOf({ id: 'other' }) }));
    store.apply('late', { type: 'accepted', created: { requestId: 'req_1' }, at: 2, pollAt: 3 });
    for (const id of ['late', 'lost']) store.forget(id, 4);
    assert.deepEqual(
      store.list().map(({ id }) => id),
      ['late'],
    );
    assert.equal(store.get('lost')?.notCharged, true);
  });
});

describe('takes', () => {
  const take = (id: string, createdAt: number, draft: Partial<Draft>): Job =>
    jobOf({ id, createdAt, state: 'succeeded', draft: draftOf({ id: `draft of ${id}`, ...draft }) });

  it('are found by their shot and by what they came from, oldest first, those removed from view left out', (t) => {
    const { store } = open(t, newPath(t));
    const from = { job: 'a', way: 'continue' };
    store.insert(take('c', 3, { lineage: { shot: 'draft of a', from: { job: 'a', way: 'again' } } }));
    store.insert(take('a', 1, {}));
    store.insert(take('b', 2, { lineage: { shot: 'draft of a' } }));
    store.insert(take('next', 4, { lineage: { shot: 'draft of next', from } }));
    store.insert(take('gone', 5, { lineage: { shot: 'draft of a', from } }));
    store.remove('gone', 6);
    const ids = (jobs: readonly Job[]): string[] => jobs.map(({ id }) => id);
    assert.deepEqual(ids(store.takesOf('draft of a')), ['a', 'b', 'c']);
    assert.deepEqual(ids(store.takesOf('draft of next')), ['next']);
    assert.deepEqual(ids(store.descendants('a')), ['c', 'next']);
    assert.deepEqual(store.descendants('b'), []);
  });

  it('are read whole with the newest jobs, as is what is unfinished, however old', (t) => {
    const { store } = open(t, newPath(t));
    store.insert(take('a', 1, {}));
    store.insert({ ...take('waits', 2, {}), state: 'processing' });
    store.insert(take('old', 3, {}));
    store.insert(take('b', 4, { lineage: { shot: 'draft of a' } }));
    store.insert(take('gone', 5, {}));
    store.remove('gone', 6);
    assert.deepEqual(
      store.newest(1).map(({ id }) => id),
      ['b', 'waits', 'a'],
    );
    assert.deepEqual([store.newest(9).length, store.count()], [4, 4]);
  });

  it('have one keeper: another one takes its place, and other shots keep theirs', (t) => {
    const { store, told } = open(t, newPath(t));
    store.insert(take('a', 1, {}));
    store.insert(take('b', 2, { lineage: { shot: 'draft of a' } }));
    store.insert(take('other', 3, {}));
    for (const id of ['a', 'other', 'b']) store.choose(id);
    assert.deepEqual(
      store.list().map(({ id, verdict }) => [id, verdict]),
      [
        ['other', 'keeper'],
        ['b', 'keeper'],
        ['a', undefined],
      ],
    );
    assert.deepEqual(
      told
        .at(-1)
        ?.changed.map(({ id }) => id)
        .sort(),
      ['a', 'b'],
    );
  });

  it('are found at once among ten thousand', (t) => {
    const path = newPath(t);
    open(t, path);
    const database = raw(t, path);
    for (const [which, index] of [
      [`${shot} = 'x' AND removedAt IS NULL`, /USING INDEX jobsByShot/],
      [`${parent} = 'x'`, /USING INDEX jobsByParent/],
      [`${clipFile} = 'x' AND id <> 'y'`, /USING INDEX jobsByFile/],
      [
        `${clipFile} = 'x' OR (${clipFile} >= 'x/' AND ${clipFile} < 'x0')`,
        /USING INDEX jobsByFile.*USING INDEX jobsByFile/,
      ],
      [`${request} = 'x'`, /USING INDEX jobsByRequest/],
      [`${heldDraft} = 'x' AND state <> 'withdrawn'`, /USING INDEX jobsByDraft/],
    ] as const) {
      const plan = database.prepare(`EXPLAIN QUERY PLAN SELECT body FROM jobs WHERE ${which}`).all();
      assert.match(JSON.stringify(plan), index);
    }
  });
});

describe('two windows on one store', () => {
  it('see each other’s changes, once each', (t) => {
    const path = newPath(t);
    const [one, two] = [open(t, path), open(t, path)];
    one.store.insert(unsentJobOf());
    one.store.apply('job', { type: 'sent', at: 1 });
    assert.equal(one.told.length, 2);
    assert.equal(two.told.length, 0);
    two.store.refresh();
    two.store.refresh();
    assert.deepEqual(
      two.told.map(({ changed }) => changed.map(({ sentAt }) => sentAt)),
      [[1]],
    );
    two.store.remove('job', 5);
    one.store.refresh();
    assert.deepEqual(one.told.at(-1), { changed: [], removed: ['job'] });
  });

  it('cannot undo each other’s changes', (t) => {
    const path = newPath(t);
    const [one, two] = [open(t, path), open(t, path)];
    one.store.insert(jobOf());
    one.store.apply('job', { type: 'looked', generation: { status: 'processing' }, at: 1, pollAt: 2 });
    const job = two.store.apply('job', { type: 'lookWanted', pollAt: 7 });
    assert.deepEqual([job?.state, job?.pollAt], ['processing', 7]);
  });

  it('hear changes in their order, even where a listener makes one', (t) => {
    const { store } = open(t, newPath(t));
    const heard: string[] = [];
    store.onDidChange(({ changed }) => {
      if (changed[0]?.state === 'queued') store.apply('job', { type: 'cancelled', at: 1 });
    });
    store.onDidChange(({ changed }) => heard.push(changed[0]?.state ?? ''));
    store.insert(jobOf());
    assert.deepEqual(heard, ['queued', 'cancelled']);
  });

  it('can be opened by many processes in the same moment', async (t) => {
    const path = newPath(t);
    const program = `import { JobStore } from ${JSON.stringify(new URL('../../../../src/engine/jobs/store.ts', import.meta.url).href)};
      for (let i = 0; i < 5; i++) {
        const store = new JobStore(${JSON.stringify(path)});
        store.drafts.save({ ...${JSON.stringify(draftOf())}, id: process.pid + ' ' + i }, i);
        store.close();
      }`;
    const ended = Array.from({ length: 6 }, async () => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let complaint = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
      const [code] = (await once(child, 'close')) as [number];
      assert.equal(code, 0, complaint);
    });
    await Promise.all(ended);
    assert.equal(open(t, path).store.drafts.list().length, 30);
  });
});

describe('another try of a draft', () => {
  it('takes the place of those that were refused, and of nothing else', (t) => {
    const { store } = open(t, newPath(t));
    const failure = { kind: 'unauthorized', status: 401 } as const;
    const tryOf = (id: string, draft: string, createdAt: number) =>
      unsentJobOf({ id, draft: draftOf({ id: draft }), createdAt });
    for (const [id, draft] of [
      ['first', 'same'],
      ['other', 'another'],
    ] as const) {
      assert.ok(store.claim(tryOf(id, draft, 1)));
      store.apply(id, { type: 'sent', at: 2 });
      store.apply(id, { type: 'rejected', failure, at: 3 });
    }
    assert.deepEqual(store.list().map(({ id }) => id).sort(), ['first', 'other']); // prettier-ignore
    assert.ok(store.claim(tryOf('second', 'same', 9)));
    assert.deepEqual(store.list().map(({ id }) => id).sort(), ['other', 'second']); // prettier-ignore
    assert.equal(store.get('first')?.state, 'rejected', 'it is still on record');
  });
});

describe('withdrawing', () => {
  it('keeps the draft and takes the job from view', (t) => {
    const { store, told } = open(t, newPath(t));
    store.insert(unsentJobOf({ draft: draftOf({ prompt: 'mine' }) }));
    assert.equal(store.withdraw('job', 5), true);
    assert.equal(store.drafts.get('draft')?.prompt, 'mine');
    assert.deepEqual([store.list(), store.unfinished(), store.get('job')], [[], [], undefined]);
    assert.deepEqual(told.at(-1), { changed: [], removed: ['job'] });
  });

  it('does not put an older draft over a newer one', (t) => {
    const { store } = open(t, newPath(t));
    store.insert(unsentJobOf());
    store.drafts.save(draftOf({ prompt: 'newer' }), 1);
    store.withdraw('job', 5);
    assert.equal(store.drafts.get('draft')?.prompt, 'newer');
  });

  it('does nothing where something may have been sent', (t) => {
    const { store } = open(t, newPath(t));
    store.insert(unsentJobOf({ sentAt: 1 }));
    store.insert(jobOf({ id: 'queued' }));
    for (const id of ['job', 'queued', 'nobody']) assert.equal(store.withdraw(id, 5), false);
    assert.equal(store.list().length, 2);
  });

  it('is for good: a window that wakes up late cannot send the job after all', (t) => {
    const path = newPath(t);
    const [asleep, other] = [open(t, path), open(t, path)];
    asleep.store.insert(unsentJobOf());
    other.store.withdraw('job', 5);
    assert.equal(asleep.store.apply('job', { type: 'sent', at: 6 }, { owner: 'window' }), undefined);
    assert.deepEqual(other.store.unfinished(), []);
  });
});

describe('the lease', () => {
  it('is held by one window, until it ends or is handed on', (t) => {
    const path = newPath(t);
    const [one, two] = [open(t, path).store, open(t, path).store];
    assert.deepEqual(one.windows.takeLease('one', 0, 100), { owner: 'one', fence: 1 });
    assert.equal(two.windows.takeLease('two', 50, 150), undefined);
    assert.deepEqual(one.windows.takeLease('one', 60, 160), { owner: 'one', fence: 1 }, 'renewed');
    assert.equal(two.windows.takeLease('two', 120, 220), undefined);
    assert.deepEqual(two.windows.takeLease('two', 160, 260), { owner: 'two', fence: 2 }, 'expired');
    two.windows.leave('two');
    assert.deepEqual(one.windows.takeLease('one', 161, 261), { owner: 'one', fence: 3 }, 'handed on');
  });

  it('has a higher number in a database that is begun anew: what an earlier holder left is earlier', (t) => {
    const now = Date.UTC(2026, 0, 1);
    const before = open(t, newPath(t)).store;
    const fences = ['one', 'two', 'one', 'two'].map((owner, index) => {
      const lease = before.windows.takeLease(owner, now + 20_000 * index, now + 20_000 * index + 10_000);
      return lease?.fence ?? 0;
    });
    assert.deepEqual(
      fences,
      [...new Set(fences)].sort((a, b) => a - b),
    );
    const anew = open(t, newPath(t)).store.windows.takeLease('one', now + 80_000, now + 90_000);
    assert.ok((anew?.fence ?? 0) > (fences.at(-1) ?? 0), `${anew?.fence} after ${fences.at(-1)}`);
  });

  it('refuses what an earlier holder still writes', (t) => {
    const path = newPath(t);
    const [one, two] = [open(t, path).store, open(t, path).store];
    one.insert(jobOf());
    const old = one.windows.takeLease('one', 0, 100);
    assert.ok(old);
    assert.ok(one.apply('job', { type: 'lookWanted', pollAt: 1 }, { lease: old }));
    const lease = two.windows.takeLease('two', 100, 200);
    assert.ok(lease);
    assert.equal(one.apply('job', { type: 'cancelled', at: 1 }, { lease: old }), undefined);
    assert.equal(one.get('job')?.state, 'queued');
    assert.ok(two.apply('job', { type: 'lookWanted', pollAt: 2 }, { lease }));
    assert.ok(one.windows.takeLease('one', 200, 300), 'back in the first hands');
    assert.equal(one.apply('job', { type: 'cancelled', at: 1 }, { lease: old }), undefined, 'but not from then');
  });

  it('is no business of those who do not name it', (t) => {
    const { store } = open(t, newPath(t));
    store.insert(jobOf());
    store.windows.takeLease('other', 0, 100);
    assert.ok(store.apply('job', { type: 'cancelled', at: 1 }));
  });
});

describe('windows', () => {
  it('live as long as they give signs of it, and are focused while one is', (t) => {
    const { store } = open(t, newPath(t));
    store.windows.beat('one', true, 100);
    store.windows.beat('two', false, 200);
    assert.deepEqual(store.windows.living(200, 100), { ids: new Set(['one', 'two']), focused: true });
    assert.deepEqual(store.windows.living(200, 99), { ids: new Set(['two']), focused: false });
    store.windows.beat('one', false, 300);
    assert.deepEqual(store.windows.living(200, 100), { ids: new Set(['one', 'two']), focused: false });
    store.windows.leave('one');
    assert.deepEqual([...store.windows.living(0, Infinity).ids], ['two']);
  });
});

describe('the end of a job', () => {
  it('is told by the first window that claims it', (t) => {
    const path = newPath(t);
    const [one, two] = [open(t, path).store, open(t, path).store];
    one.insert(jobOf({ state: 'failed' }));
    assert.deepEqual([two.claimNotification('job'), one.claimNotification('job')], [true, false]);
    assert.equal(one.claimNotification('nobody'), false);
  });

  it('is told again where the end was none: a lost job that goes on after all', (t) => {
    const { store } = open(t, newPath(t));
    store.insert(unsentJobOf({ sentAt: 1 }));
    store.apply('job', { type: 'lost', at: 2 });
    assert.equal(store.claimNotification('job'), true);
    store.apply('job', { type: 'accepted', created: { requestId: 'req_1' }, at: 3, pollAt: 4 });
    store.apply('job', { type: 'looked', generation: { status: 'failed' }, at: 5, pollAt: 6 });
    assert.equal(store.claimNotification('job'), true);
    assert.equal(store.claimNotification('job'), false);
  });
});

describe('the last charge', () => {
  it('is that of the newest job of the same price, also of one that was removed', (t) => {
    const { store } = open(t, newPath(t));
    const image = { id: 'r', name: 'a.png', kind: 'image', source: { type: 'url', url: 'https://x/a.png' } } as const;
    store.insert(jobOf({ id: '1', createdAt: 1, creditsCharged: 40 }));
    store.insert(jobOf({ id: '2', createdAt: 2, creditsCharged: 41 }));
    store.insert(jobOf({ id: '3', createdAt: 3 }));
    store.insert(jobOf({ id: '4', createdAt: 4, creditsCharged: 64, draft: draftOf({ references: [image] }) }));
    store.remove('2', 5);
    const last = (draft: object, service: Job['service'] = 'live'): number | undefined =>
      store.lastCharge({ draft: draftOf(draft), service });
    assert.equal(last({}), 41);
    assert.equal(last({ prompt: 'other', aspectRatio: '1:1' }), 41, 'neither words nor shape have a price');
    assert.equal(last({ references: [{ ...image, id: 's', name: 'b.png' }] }), 64);
    for (const other of [{ duration: 6 }, { resolution: '480p' }, { model: 'seedance-2.0-fast' }])
      assert.equal(last(other), undefined);
    assert.equal(last({}, 'sandbox'), undefined);
  });
});

describe('what other versions wrote', () => {
  it('is left out where it cannot be read, and left alone', (t) => {
    const path = newPath(t);
    const { store } = open(t, path);
    const database = raw(t, path);
    for (const id of ['good', 'garbage', 'other', 'list']) store.insert(jobOf({ id, draft: draftOf({ id }) }));
    store.drafts.save(draftOf({ id: 'odd' }), 1);
    const write = (id: string, body: string): void =>
      void database.prepare('UPDATE jobs SET body = ?, revision = revision + 10 WHERE id = ?').run(body, id);
    write('garbage', '{');
    write('other', JSON.stringify({ ...jobOf({ id: 'other' }), state: 'archived' }));
    write('list', '[]');
    database.exec("UPDATE drafts SET body = 'x'; UPDATE meta SET value = value + 10 WHERE name = 'revision'");
    assert.deepEqual(
      store.list().map(({ id }) => id),
      ['good'],
    );
    assert.deepEqual(
      store.unfinished().map(({ id }) => id),
      ['good'],
    );
    assert.equal(store.findByDraft('good')?.id, 'good');
    assert.equal(store.clips.jobAt('x'), undefined);
    assert.equal(store.apply('garbage', { type: 'cancelled', at: 1 }), undefined);
    assert.deepEqual(store.drafts.list(), []);
    store.refresh();
    assert.equal(database.prepare("SELECT body FROM jobs WHERE id = 'garbage'").get()?.['body'], '{');
  });

  it('keeps its extra fields through our changes, at every depth', (t) => {
    const path = newPath(t);
    const { store } = open(t, path);
    const job = { ...jobOf(), stars: 5, draft: { ...draftOf(), camera: 'dolly' } };
    store.insert(job);
    store.apply('job', { type: 'looked', generation: { status: 'processing' }, at: 1, pollAt: 2 });
    const body = JSON.parse(String(raw(t, path).prepare('SELECT body FROM jobs').get()?.['body'])) as typeof job;
    assert.deepEqual([body.state, body.stars, body.draft.camera], ['processing', 5, 'dolly']);
  });

  it('does not keep us from writing where it only added columns and tables', (t) => {
    const path = newPath(t);
    const { store } = open(t, path);
    const database = raw(t, path);
    for (const table of ['meta', 'drafts', 'jobs', 'windows', 'leases'])
      database.exec(`ALTER TABLE ${table} ADD COLUMN later TEXT NOT NULL DEFAULT ''`);
    database.exec("UPDATE meta SET value = 99 WHERE name = 'schemaVersion'");
    for (const each of [store, open(t, path).store]) {
      each.drafts.save(draftOf(), 1);
      each.insert(unsentJobOf({ id: String(each === store) }));
      each.windows.beat('one', true, 1);
      assert.ok(each.windows.takeLease('one', 1, 2));
      assert.ok(each.withdraw(String(each === store), 1));
    }
    assert.equal(database.prepare("SELECT value FROM meta WHERE name = 'schemaVersion'").get()?.['value'], 99);
  });

  it('opens while another window is stopped in the middle of a write', (t) => {
    const path = newPath(t);
    new JobStore(path).close();
    const stopped = raw(t, path);
    stopped.exec('BEGIN IMMEDIATE');
    const store = new JobStore(path);
    assert.deepEqual(store.list(), []);
    store.close();
    stopped.exec('ROLLBACK');
  });

  it('is waited for where another window is just making it', async (t) => {
    const path = join(temporaryFolder(t), 'jobs.db');
    // For this alone SQLite has no patience by itself.
    const source = `
      const { DatabaseSync } = require('node:sqlite');
      const database = new DatabaseSync(${JSON.stringify(path)});
      database.exec('BEGIN IMMEDIATE');
      require('node:worker_threads').parentPort.postMessage('held');
      setTimeout(() => database.exec('COMMIT'), 100);`;
    const first = new Worker(source, { eval: true });
    await once(first, 'message');
    new JobStore(path).close();
    await once(first, 'exit');
  });

  it('may still be written by the first version, as nothing was taken from what that knows', (t) => {
    const path = newPath(t);
    new JobStore(path).close();
    const [row] = raw(t, path).prepare("SELECT value FROM meta WHERE name = 'minWriter'").all();
    assert.equal(row?.['value'], 1);
  });

  it('is not touched where it forbids writing', (t) => {
    const path = newPath(t);
    new JobStore(path).close();
    const database = raw(t, path);
    database.exec(`UPDATE meta SET value = ${schemaVersion + 1} WHERE name = 'minWriter'`);
    const store = new JobStore(path);
    assert.equal(store.readOnly, true);
    assert.deepEqual(store.list(), []);
    const forbidden = (error: unknown): boolean => error instanceof StoreError && error.trouble === 'newer';
    assert.throws(() => store.drafts.save(draftOf(), 1), forbidden);
    assert.throws(() => store.claim(unsentJobOf()), forbidden);
    store.close();
    database.exec('BEGIN EXCLUSIVE; ROLLBACK');
  });
});
