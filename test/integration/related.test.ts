import assert from 'node:assert/strict';
import { relatedTo } from '../../src/editor/preview/related.ts';
import type { Job } from '../../src/engine/jobs/job.ts';
import type { Draft } from '../../src/shared/draft.ts';
import { draftOf, jobOf } from '../support/engine/fixtures.ts';

/** A take with its clip. */
function take(id: string, lineage?: Draft['lineage'], fields: Partial<Job> = {}): Job {
  return jobOf({
    id,
    state: 'succeeded',
    download: { state: 'done', file: `file:///clips/${id}.mp4`, size: 1 },
    draft: draftOf({ id: `draft of ${id}`, prompt: id, ...(lineage !== undefined && { lineage }) }),
    ...fields,
  });
}

/** The jobs, as the store finds them. */
function storeOf(jobs: readonly Job[]): Parameters<typeof relatedTo>[1] {
  return {
    get: (id) => jobs.find((job) => job.id === id),
    takesOf: (shot) => jobs.filter(({ draft }) => (draft.lineage?.shot ?? draft.id) === shot),
    descendants: (id) => jobs.filter(({ draft }) => draft.lineage?.from?.job === id),
  };
}

const walk = take('walk');
const sit = take('sit', { shot: 'draft of sit', from: { job: 'walk', way: 'continue', at: 4.96 } });
const sitAgain = take('sit again', { shot: 'draft of sit', from: { job: 'sit', way: 'again' } }, { verdict: 'keeper' });
const sleep = take('sleep', { shot: 'draft of sleep', from: { job: 'sit again', way: 'loop', at: 0 } });
const waiting = jobOf({
  id: 'dream',
  draft: draftOf({ id: 'd', prompt: 'dream', lineage: { shot: 'd', from: { job: 'sit again', way: 'endOn' } } }),
});
const store = storeOf([walk, sit, sitAgain, sleep, waiting]);

describe('what has to do with a clip', () => {
  it('is nothing for a clip that stands alone', () => {
    assert.deepEqual(relatedTo(walk, storeOf([walk])), { takes: [], chain: [] });
  });

  it('is the chain from what it goes on from to what goes on from it, takes of one shot counted once', () => {
    const { chain } = relatedTo(sitAgain, store);
    assert.deepEqual(
      chain.map(({ title, current, job, detail }) => [title, current, job, detail]),
      [
        ['walk', false, 'walk', 'continued at 5.0 s'],
        ['sit again', true, 'sit again', ''],
        ['sleep', false, 'sleep', 'loops on the frame at 0.0 s'],
        ['dream', false, undefined, 'ends on the frame at – s · queued'],
      ],
    );
  });

  it('is all that goes on from it, one after the other, and nothing that goes on from another take of its own', () => {
    const titles = (job: Job): string[] => relatedTo(job, store).chain.map(({ title }) => title);
    assert.deepEqual(titles(walk), ['walk', 'sit', 'sleep', 'dream']);
    assert.deepEqual(titles(sit), ['walk', 'sit']);
    const run = take('run', { shot: 'draft of run', from: { job: 'sit', way: 'continue', at: 2 } });
    const branched = storeOf([walk, sit, take('jump', { shot: 'j', from: { job: 'walk', way: 'loop' } }), run]);
    const { chain } = relatedTo(walk, branched);
    assert.deepEqual(
      chain.map(({ title, job, detail }) => [title, job, detail]),
      [
        ['walk', 'walk', ''],
        ['sit', 'sit', 'continued at 5.0 s'],
        ['run', 'run', 'continued at 2.0 s'],
        ['jump', 'jump', 'loops on the frame at – s'],
      ],
    );
  });

  it('is no longer behind the clip than before it', () => {
    const shots = Array.from({ length: 200 }, (_, index) =>
      take(`${index}`, { shot: `${index}`, from: { job: `${index - 1}`, way: 'continue' } }),
    );
    const titles = relatedTo(shots[100] as Job, storeOf(shots)).chain.map(({ title }) => title);
    assert.deepEqual([titles.length, titles[0], titles.at(-1)], [101, '50', '150']);
  });

  it('is the takes of its shot with what somebody thinks of them', () => {
    const { takes } = relatedTo(sit, store);
    assert.deepEqual(
      takes.map(({ title, current, verdict }) => [title, current, verdict]),
      [
        ['sit', true, undefined],
        ['sit again', false, 'keeper'],
      ],
    );
  });

  it('is also what it was made again from with other pictures: that is another shot', () => {
    const dance = take('dance', { shot: 'draft of dance', from: { job: 'sit', way: 'again' } });
    const danced = storeOf([walk, sit, dance]);
    const before = relatedTo(dance, danced).chain.map(({ title, detail }) => [title, detail]);
    assert.deepEqual(before, [
      ['walk', 'continued at 5.0 s'],
      ['sit', 'made from it'],
      ['dance', ''],
    ]);
    const after = relatedTo(sit, danced).chain.map(({ title, detail }) => [title, detail]);
    assert.deepEqual(after, [
      ['walk', 'continued at 5.0 s'],
      ['sit', ''],
      ['dance', 'made from it'],
    ]);
  });

  it('names a take that is not known here by its file, in one line', () => {
    const from = { job: 'elsewhere', way: 'continue', at: 1, clip: 'a\u202e\nbear.mp4' };
    const { chain } = relatedTo(take('next', { shot: 's', from }), storeOf([]));
    assert.deepEqual([chain[0]?.title, chain[0]?.job, chain[0]?.detail], ['a bear.mp4', undefined, 'not known here']);
  });

  it('ends, also where damage closed a chain to a ring', () => {
    const ring = [
      take('a', { shot: 'a', from: { job: 'b', way: 'continue' } }),
      take('b', { shot: 'b', from: { job: 'a', way: 'continue' } }),
    ];
    assert.ok(relatedTo(ring[0] as Job, storeOf(ring)).chain.length < 100);
  });
});
