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
