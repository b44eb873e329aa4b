import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rounded } from '../../../../src/editor/words/rounded.ts';
import { Expectations, type Range, type Remaining } from '../../../../src/engine/jobs/expectations.ts';
import type { FinishedRun } from '../../../../src/engine/jobs/finishedRuns.ts';
import type { Job } from '../../../../src/engine/jobs/job.ts';
import { draftOf, jobOf } from '../../../support/engine/fixtures.ts';
import { TimeTable } from '../../../../src/engine/jobs/timeTable.ts';
import {
  acceptedJob,
  follow,
  logNormalRuns,
  Past,
  queuedRuns,
  seenAt,
  type TrueRun,
} from '../../../support/engine/simulatedJobs.ts';
import { seededRandom } from '../../../support/faults/random.ts';

const median = 120_000;

function remaining({ expectations }: Past, job: Job, now: number): Remaining {
  const range = expectations.remaining(job, now);
  assert.ok(range);
  return range;
}

function learned(count: number, sigma: number, seed: number, middle = median): Past {
  const past = new Past();
  for (const { processing } of logNormalRuns(count, middle, sigma, seededRandom(seed))) past.addExact(processing);
  return past;
}

function assertNear(value: number, wanted: number, share: number): void {
  assert.ok(Math.abs(value - wanted) <= share * wanted, `${value}, not ${wanted}`);
}

describe('what clips usually take', () => {
  it('is some minutes for a new user, from less than one to ten', () => {
    const { from, median, to } = new Past().expectations.usual(draftOf(), 0);
    assert.ok(from > 30_000 && from < 60_000, `${from}`);
    assert.ok(median > 120_000 && median < 180_000, `${median}`);
    assert.ok(to > 420_000 && to < 900_000, `${to}`);
  });

  it('is what they took before', () => {
    const { from, median: middle, to } = learned(60, 0.2, 1, 300_000).expectations.usual(draftOf(), 0);
    assertNear(from, 300_000 * Math.exp(-0.2 * 1.28), 0.1);
    assertNear(middle, 300_000, 0.08);
    assertNear(to, 300_000 * Math.exp(0.2 * 1.28), 0.1);
  });

  it('is borrowed from what is most like it where there are none of it, with more left open', () => {
    const past = new Past();
    const other = draftOf({ model: 'seedance-1.5-pro' });
    const alike = draftOf({ duration: 10 });
    for (let number = 0; number < 20; number++) {
      past.addExact(600_000, other);
      past.addExact(200_000, alike);
    }
    const width = ({ from, to }: Range): number => to / from;
    const [usual, own] = [past.expectations.usual(draftOf(), 0), past.expectations.usual(alike, 0)];
    assertNear(usual.median, 200_000, 0.15);
    assertNear(own.median, 200_000, 0.02);
    assert.ok(width(usual) > 2 * width(own), `${width(usual)} against ${width(own)}`);
    // Of a third model only others are known.
    const { median: middle } = past.expectations.usual(draftOf({ model: 'seedance-3' }), 0);
    assert.ok(middle > 200_000 && middle < 600_000, `${middle}`);
  });

  it('is soon that of its own kind', () => {
    const past = new Past();
    for (let number = 0; number < 100; number++) past.addExact(600_000, draftOf({ duration: 10 }));
    for (let number = 0; number < 5; number++) past.addExact(100_000);
    assertNear(past.expectations.usual(draftOf(), 0).median, 100_000, 0.2);
  });

  it('is told apart by model, resolution, duration and how references are used', () => {
    const past = new Past();
    const image = { id: 'a', name: 'a.png', source: { type: 'url', url: 'https://example.com/a.png' } } as const;
    const drafts = [
      draftOf(),
      draftOf({ model: 'seedance-2.0-fast' }),
      draftOf({ resolution: '1080p' }),
      draftOf({ duration: 15 }),
      draftOf({ references: [image] }),
    ];
    for (const [index, draft] of drafts.entries())
      for (let number = 0; number < 20; number++) past.addExact(60_000 * (index + 1), draft);
    for (const [index, draft] of drafts.entries())
      assertNear(past.expectations.usual(draft, 0).median, 60_000 * (index + 1), 0.05);
  });

  it('is learned anew when a job has finished, and only then', () => {
    let [end, asked] = [1, 0];
    const run = (total: number): FinishedRun => ({
      kind: { model: 'seedance-2.0', resolution: '720p', duration: 5, mode: 'text' },
      endedAt: 1,
      total: { after: total, until: total },
    });
    const runs = [run(100_000)];
    const expectations = new Expectations({ lastEnd: () => end, recent: () => (asked++, runs) });
    const before = expectations.usual(draftOf(), 0);
    runs.push(run(400_000));
    assert.deepEqual(expectations.usual(draftOf(), 0), before);
    expectations.outlook(acceptedJob(), 1000);
    assert.equal(asked, 1);
    end = 2;
    assert.ok(expectations.usual(draftOf(), 0).median > before.median);
    assert.equal(asked, 2);
  });
});

describe('how long ago something was known of a job’s like', () => {
  it('is counted from the last end of its own kind: others that keep ending say nothing of it', () => {
    const past = new Past();
    const often = draftOf({ model: 'seedance-2.0-fast' });
    past.addExact(100_000, draftOf(), 1000);
    for (let number = 1; number <= 10; number++) past.addExact(100_000, often, 600_000 * number);
    const knownFor = (draft = draftOf()): number => past.expectations.outlook(acceptedJob(draft), 6_001_000).knownFor;
    assert.equal(knownFor(), 6_000_000);
    assert.equal(knownFor(often), 1000);
    assert.equal(
      knownFor(draftOf({ model: 'seedance-3' })),
      1000,
      'what is borrowed is as new as what it is borrowed from',
    );
    assert.equal(new Past().expectations.outlook(acceptedJob(), 6_001_000).knownFor, 0);
  });
});

describe('what is left of a job', () => {
  it('gets less as it gets older, and is never below zero', () => {
    const past = learned(40, 0.3, 2);
    const ages = [0, 30_000, 60_000, 90_000, 120_000];
    const left = ages.map((age) => remaining(past, acceptedJob(), age).median);
    assert.deepEqual(
      left,
      left.toSorted((a, b) => b - a),
    );
    for (const age of [1e5, 1e6, 1e7, 1e9, 1e12]) {
      const { from, median: middle, to } = remaining(past, acceptedJob(), age);
      assert.ok(from >= 0 && middle >= from && to >= middle && Number.isFinite(to), `${age}`);
    }
  });

  it('is late once it takes longer than nine of ten did', () => {
    const past = learned(60, 0.2, 3);
    const { to } = past.expectations.usual(draftOf(), 0);
    assert.equal(remaining(past, acceptedJob(), to - 1000).late, false);
    assert.equal(remaining(past, acceptedJob(), to + 1000).late, true);
  });

  it('is told of no job that has ended, was never accepted, or is in the sandbox', () => {
    const { expectations } = new Past();
    for (const state of ['submitting', 'unknown', 'succeeded', 'failed'] as const)
      assert.equal(expectations.remaining(jobOf({ state }), 1000), undefined);
    assert.equal(expectations.remaining(jobOf({ service: 'sandbox' }), 1000), undefined);
  });

  it('always has a next look that is a number, however old it is', () => {
    for (const past of [new Past(), learned(40, 0.2, 4), queuedPast()])
      for (const age of [0, 1e5, 1e7, 1e9, 1e12])
        for (const state of ['queued', 'processing'] as const) {
          const job = { ...acceptedJob(), state, processingAt: 20_000 };
          const outlook = past.expectations.outlook(job, age);
          for (const [name, value] of Object.entries(outlook)) assert.ok(value >= 0, `${name}: ${value} at ${age}`);
        }
  });

  it('is counted from when the service began, where the queue is what differs', () => {
    const past = queuedPast();
    const waiting = seenAt(acceptedJob(), { queue: 1e9, processing: 0 }, [100_000, 299_000]);
    const begun = seenAt(acceptedJob(), { queue: 295_000, processing: 100_000 }, [290_000, 299_000]);
    assertNear(remaining(past, begun, 300_000).median, 95_000, 0.15);
    assert.ok(remaining(past, waiting, 300_000).from > 85_000, 'all of the processing is still to come');
  });

  it('is late by what the service does now, where the queue is what differs', () => {
    const past = queuedPast();
    const queuedLong = seenAt(acceptedJob(), { queue: 295_000, processing: 100_000 }, [290_000, 299_000, 379_000]);
    const { median, late } = remaining(past, queuedLong, 380_000);
    assert.ok(median < 30_000, `${median}`);
    assert.equal(late, false, 'the time in the queue is behind it');
    const begun = { queue: 8000, processing: 1e9 };
    assert.equal(remaining(past, seenAt(acceptedJob(), begun, [4000, 20_000, 100_000]), 101_000).late, false);
    assert.equal(remaining(past, seenAt(acceptedJob(), begun, [4000, 20_000, 179_000]), 180_000).late, true);
    const stillWaits = seenAt(acceptedJob(), { queue: 1e9, processing: 0 }, [100_000, 599_000]);
    assert.equal(remaining(past, stillWaits, 600_000).late, true);
    const unseen = seenAt(acceptedJob(), { queue: 1e9, processing: 0 }, [20_000]);
    assert.equal(remaining(past, unseen, 140_000).late, false, 'it may have begun since');
    assert.equal(remaining(past, unseen, 2_000_000).late, true);
  });

  it('is worked out once for all jobs that have waited about as long', (t) => {
    const [past, random] = [queuedPast(), seededRandom(13)];
    past.expectations.outlook(acceptedJob(), 0);
    const { mock } = t.mock.method(TimeTable, 'of');
    for (let number = 0; number < 1000; number++) {
      const queue = 200_000 * random();
      const looks = [queue - 30_000 * random(), queue + 30_000 * random()].filter((at) => at > 0);
      for (const at of looks) past.expectations.outlook(seenAt(acceptedJob(), { queue, processing: 1e9 }, looks), at);
    }
    assert.ok(mock.callCount() < 250, `${mock.callCount()} tables`);
  });
});

function queuedPast(): Past {
  const [past, random] = [new Past(), seededRandom(11)];
  for (const run of queuedRuns(30, random)) follow(run, past, random, past);
  return past;
}

describe('ranges hold: 80 % of jobs (± 5 %) end in theirs', () => {
  /** The share of jobs that ended in the range that they were given at one of these ages (ms), of those that got so old. */
  function covered(
    past: Past,
    runs: readonly TrueRun[],
    ages: readonly number[],
  ): readonly [ended: number, given: number] {
    let [ended, given] = [0, 0];
    for (const run of runs)
      for (const age of ages.filter((age) => age < run.queue + run.processing)) {
        // As their looks saw them, every 20 s.
        const looks = Array.from({ length: Math.floor(age / 20_000) }, (_, index) => (index + 1) * 20_000);
        const { from, to } = remaining(past, seenAt(acceptedJob(), run, looks), age);
        const left = run.queue + run.processing - age;
        given++;
        if (left >= from && left <= to) ended++;
      }
    return [ended, given];
  }

  for (const count of [5, 20, 200])
    for (const sigma of [0.2, 0.4])
      it(`with what was learned from ${count} jobs, σ ${sigma}`, () => {
        const random = seededRandom(count);
        let [ended, given] = [0, 0];
        for (let user = 0; user < (count === 200 ? 20 : 400); user++) {
          const past = learned(count, sigma, 1000 * count + user);
          const [more, of] = covered(past, logNormalRuns(20, median, sigma, random), [0, 60_000, 110_000, 150_000]);
          [ended, given] = [ended + more, given + of];
        }
        assert.ok(Math.abs(ended / given - 0.8) <= 0.05, `${ended / given}`);
      });

  for (const count of [5, 20, 60])
    for (const sigma of [0.2, 0.4])
      it(`of all ages, and of what is told before the first, with what looks saw of ${count} jobs, σ ${sigma}`, () => {
        const [service, random] = [seededRandom(count), seededRandom(count + 1)];
        let [ended, given, told, of] = [0, 0, 0, 0];
        for (let user = 0; user < (count === 60 ? 30 : 100); user++) {
          const past = new Past();
          // Each user's service is as fast as it is: the steps of what is told fall anywhere.
          const middle = median * Math.exp(random() - 0.5);
          for (const run of logNormalRuns(count, middle, sigma, service)) follow(run, past, random, past);
          const runs = logNormalRuns(40, middle, sigma, service);
          const [more, asked] = covered(past, runs, [0, middle / 2, middle, 1.25 * middle]);
          [ended, given] = [ended + more, given + asked];
          const { from, to } = past.expectations.usual(draftOf(), 0);
          const isIn = ({ processing }: TrueRun): boolean => processing >= rounded(from) && processing <= rounded(to);
          [told, of] = [told + runs.filter(isIn).length, of + runs.length];
        }
        // What five looks leave open is as wide as what differs by σ 0.2: see `Range`.
        const most = count === 5 && sigma === 0.2 ? 0.87 : 0.85;
        for (const share of [ended / given, told / of]) assert.ok(share >= 0.75 && share <= most, `${share}`);
      });

  it('where a queue comes first', () => {
    const random = seededRandom(12);
    let [ended, given] = [0, 0];
    for (let user = 0; user < 15; user++) {
      const past = new Past();
      for (const run of queuedRuns(30, random)) follow(run, past, random, past);
      const [more, of] = covered(past, queuedRuns(30, random), [0, 60_000, 120_000]);
      [ended, given] = [ended + more, given + of];
    }
    assert.ok(Math.abs(ended / given - 0.8) <= 0.05, `${ended / given}`);
  });
});
