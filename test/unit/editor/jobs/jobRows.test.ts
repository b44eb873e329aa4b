import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { JobRows } from '../../../../src/editor/jobs/jobRows.ts';
import { shotElement } from '../../../../src/editor/jobs/shotElement.ts';
import type { Job } from '../../../../src/engine/jobs/job.ts';
import { transition } from '../../../../src/engine/jobs/transition.ts';
import { draftOf, jobOf } from '../../../support/engine/fixtures.ts';

let made = 0;

/** A finished take of the shot. */
function take(id: string, shot: string, fields: Partial<Job> = {}): Job {
  const draft = draftOf({ id: `draft of ${id}`, lineage: { shot } });
  return jobOf({ id, draft, state: 'succeeded', createdAt: ++made, ...fields });
}

const [a1, b1, a2, c1, a3] = [take('a1', 'a'), take('b1', 'b'), take('a2', 'a'), take('c1', 'c'), take('a3', 'a')];
const newestFirst = [a3, c1, a2, b1, a1];

describe('the rows of the jobs', () => {
  it('are plain for single takes, and one for a shot where there are several, in the place of its newest', () => {
    const rows = new JobRows(newestFirst);
    assert.deepEqual(rows.roots(), [shotElement('a'), 'c1', 'b1']);
    assert.deepEqual(
      rows.shot('a')?.takes.map(({ id }) => id),
      ['a1', 'a2', 'a3'],
    );
    assert.equal(rows.shot('b'), undefined);
    assert.deepEqual([rows.parentOf(a2), rows.parentOf(b1)], [shotElement('a'), undefined]);
  });

  it('have a shot on top while one of its takes is in the making', () => {
    const rows = new JobRows([a3, c1, a2, { ...b1, state: 'processing' }, { ...a1, state: 'queued' }]);
    assert.deepEqual(rows.roots(), [shotElement('a'), 'b1', 'c1']);
  });

  it('are drawn anew one by one while nothing changes its place', () => {
    const rows = new JobRows([a3, c1, a2, { ...b1, state: 'queued' }, a1]);
    const queued: Job = { ...b1, state: 'queued' };
    assert.deepEqual(rows.update({ changed: [{ ...queued, polls: 7, pollAt: 9 }], removed: [] }), [], 'only looked at');
    const generation = { requestId: queued.requestId ?? '', status: 'queued' } as const;
    const seen = transition(queued, { type: 'looked', generation, at: 12, pollAt: 20 });
    assert.ok(seen);
    assert.deepEqual(rows.update({ changed: [seen], removed: [] }), [], 'all that a look leaves behind');
    assert.deepEqual(rows.update({ changed: [{ ...queued, state: 'processing' }], removed: [] }), ['b1']);
    const trashed: Job = { ...a2, download: { state: 'pending' } };
    assert.deepEqual(rows.update({ changed: [trashed], removed: [] }), ['a2'], 'its shot says nothing of that');
  });

  it('are drawn anew with that of their shot where it says it too: which is kept', () => {
    const rows = new JobRows(newestFirst);
    const changed: Job[] = [
      { ...a1, verdict: 'keeper' },
      { ...c1, verdict: 'keeper' },
    ];
    assert.deepEqual(rows.update({ changed, removed: [] }), [shotElement('a'), 'c1']);
    assert.equal(rows.get('a1')?.verdict, 'keeper');
  });

  it('stay in their place where another take of the shot is still in the making', () => {
    const active: Job[] = [
      { ...a1, state: 'processing' },
      { ...a2, state: 'processing' },
    ];
    const rows = new JobRows([a3, c1, ...active.toReversed(), b1]);
    assert.deepEqual(rows.update({ changed: [a1], removed: [] }), [shotElement('a')]);
    assert.equal(rows.update({ changed: [a2], removed: [] }), 'all', 'nothing of it is in the making any more');
  });

  it('are all drawn anew where one is new or gone', () => {
    const rows = new JobRows(newestFirst);
    assert.equal(rows.update({ changed: [take('b2', 'b')], removed: [] }), 'all');
    assert.equal(rows.update({ changed: [], removed: ['a1'] }), 'all');
  });

  it('take in what is new in its place, and let go of what is gone', () => {
    const rows = new JobRows(newestFirst);
    const [b2, d1] = [take('b2', 'b'), take('d1', 'd')];
    rows.update({ changed: [d1, b2, { ...c1, verdict: 'keeper' }], removed: ['a2', 'a3'] });
    assert.deepEqual(rows.roots(), ['d1', shotElement('b'), 'c1', 'a1']);
    assert.deepEqual(
      rows.shot('b')?.takes.map(({ id }) => id),
      ['b1', 'b2'],
    );
    assert.equal(rows.get('c1')?.verdict, 'keeper');
    assert.deepEqual([rows.count, rows.hasShot('a'), rows.shot('a')], [5, true, undefined]);
    rows.update({ changed: [], removed: ['a1'] });
    assert.equal(rows.hasShot('a'), false);
  });

  it('are not begun for what has ended and is older than all of them, but every shot is whole', () => {
    const [old, older] = [take('old', 'o'), take('older', 'p')].map((job) => ({ ...job, createdAt: 0 }));
    assert.ok(old !== undefined && older !== undefined);
    const rows = new JobRows(newestFirst.slice(0, 2), (shot) => (shot === 'o' ? [old] : []), 2);
    assert.deepEqual(rows.update({ changed: [{ ...older, verdict: 'keeper' }], removed: ['nobody'] }), []);
    assert.deepEqual(rows.roots(), ['a3', 'c1']);
    const next = take('next', 'o');
    assert.equal(rows.update({ changed: [next], removed: [] }), 'all');
    assert.deepEqual(
      rows.shot('o')?.takes.map(({ id }) => id),
      ['old', 'next'],
    );
    assert.equal(rows.update({ changed: [{ ...older, state: 'processing' }], removed: [] }), 'all', 'it is under way');
    assert.deepEqual(rows.roots(), ['older', shotElement('o'), 'a3', 'c1']);
  });

  it('show every job once, whatever lineages say', () => {
    const odd = [
      take('x', 'x', { state: 'queued' }),
      take('y', shotElement('x')),
      take('z', shotElement('x')),
      take('v', ''),
      take('w', ''),
    ];
    const rows = new JobRows(odd);
    const shown = rows.roots().flatMap((element) => {
      const shot = ['x', 'y', 'z', 'v', 'w'].includes(element) ? undefined : rows.shot(element.slice('shot '.length));
      return shot?.takes.map(({ id }) => id) ?? [element];
    });
    assert.deepEqual(shown.toSorted(), ['v', 'w', 'x', 'y', 'z']);
  });
});
