import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  bestFixed,
  follow,
  followFixed,
  logNormalRuns,
  meanOf,
  Past,
  queuedRuns,
  type Followed,
} from '../../../support/engine/simulatedJobs.ts';
import { seededRandom } from '../../../support/faults/random.ts';

const median = 120_000;

/** So many jobs a user has followed before, by these very looks. */
const past = 40;

describe('looks at jobs of log-normal length, median 2 min', () => {
  for (const [sigma, goal] of [
    [0.2, 0.48],
    [0.4, 0.66],
  ] as const)
    it(`are at most ${goal} of those of the best fixed interval that notices the end as soon, σ ${sigma}, learned from ${past} jobs`, () => {
      const [service, random] = [seededRandom(1), seededRandom(2)];
      const [runs, followed] = [[] as ReturnType<typeof logNormalRuns>, [] as Followed[]];
      for (let user = 0; user < 40; user++) {
        const learned = new Past();
        for (const run of logNormalRuns(past, median, sigma, service)) follow(run, learned, random, learned);
        for (const run of logNormalRuns(150, median, sigma, service)) {
          runs.push(run);
          followed.push(follow(run, learned, random));
        }
      }
      const ours = meanOf(followed);
      const fixed = bestFixed(runs, ours.delay);
      const told = `${ours.looks} against ${fixed.looks} looks, ${ours.delay} ms`;
      assert.ok(ours.delay > 4000 && ours.delay < 5500, told);
      assert.ok(ours.looks <= goal * fixed.looks, told);
    });

  it('are far fewer where the queue is what differs', () => {
    const random = seededRandom(11);
    const [runs, followed] = [[] as ReturnType<typeof queuedRuns>, [] as Followed[]];
    for (let user = 0; user < 20; user++) {
      const learned = new Past();
      for (const run of queuedRuns(past, random)) follow(run, learned, random, learned);
      for (const run of queuedRuns(60, random)) {
        runs.push(run);
        followed.push(follow(run, learned, random));
      }
    }
    const ours = meanOf(followed);
    const told = `${ours.looks} against ${bestFixed(runs, ours.delay).looks} looks, ${ours.delay} ms`;
    assert.ok(ours.delay > 4000 && ours.delay < 5500, told);
    assert.ok(ours.looks <= 0.36 * bestFixed(runs, ours.delay).looks, told);
  });

  it('are fewer than those of a fixed interval even where nothing was learned yet', () => {
    const random = seededRandom(3);
    const runs = logNormalRuns(1000, median, 0.4, random);
    const nothing = new Past();
    const ours = meanOf(runs.map((run) => follow(run, nothing, random)));
    assert.ok(ours.looks < bestFixed(runs, ours.delay).looks);
  });

  it('are the same for the same jobs and the same dice', () => {
    const once = (): Followed[] => {
      const [random, learned] = [seededRandom(4), new Past()];
      return logNormalRuns(40, median, 0.3, random).map((run) => follow(run, learned, random, learned));
    };
    assert.deepEqual(once(), once());
  });
});

/**
 * A wrong model costs at most 1.5 times what a look every 10 s does. Cost: looks + λ · delay, in the mean over what comes. λ is what a
 * ms of delay must be worth for 10 s to be the best fixed interval: with a mean length of `E` an interval `d` costs `E / d + λ d / 2`,
 * which is least at `d = √(2E / λ)`, so `λ = 2E / (10 s)²`.
 */
describe('a wrong model', () => {
  const interval = 10_000;

  interface Case {
    readonly jobs: number;
    /** As it would, from each job that ends. */
    readonly learns: boolean;
    /** Ms since the last end before them. */
    readonly ago?: number;
    readonly users?: number;
  }

  /** The cost of ours as a multiple of that of the fixed interval. */
  function cost(was: number, is: number, sigma: number, { jobs, learns, ago = 0, users = 12 }: Case): number {
    const [service, random] = [seededRandom(5), seededRandom(6)];
    let [ours, theirs] = [0, 0];
    const price = (2 * is * Math.exp(sigma ** 2 / 2)) / interval ** 2;
    const costOf = ({ looks, delay }: Followed): number => looks + price * delay;
    for (let user = 0; user < users; user++) {
      const learned = new Past(ago);
      for (const { processing } of logNormalRuns(past, was, sigma, service)) learned.addExact(processing);
      for (const run of logNormalRuns(jobs, is, sigma, service)) {
        ours += costOf(follow(run, learned, random, learns ? learned : undefined));
        theirs += costOf(followFixed(run, interval));
      }
    }
    return ours / theirs;
  }

  for (const sigma of [0.2, 0.4]) {
    for (const was of [median * 10, median / 10])
      it(`of jobs of ${was / 1000} s costs little for jobs of ${median / 1000} s even if nothing is learned from them, σ ${sigma}`, () => {
        const ratio = cost(was, median, sigma, { jobs: 60, learns: false });
        assert.ok(ratio <= 1.5, `${ratio}`);
      });

    for (const is of [median * 10, median / 10])
      it(`of jobs of ${median / 1000} s costs little over the first 20 jobs of ${is / 1000} s, σ ${sigma}`, () => {
        const ratio = cost(median, is, sigma, { jobs: 20, learns: true });
        assert.ok(ratio <= 1.2, `${ratio}`);
      });

    for (const was of [median / 2, median, 200_000, median * 4])
      it(`of jobs of ${was / 1000} s, of which none has ended for an hour, costs a single job of a tenth of that little, σ ${sigma}`, () => {
        const ratio = cost(was, was / 10, sigma, { jobs: 1, learns: false, ago: 3_600_000, users: 40 });
        assert.ok(ratio <= 1.5, `${ratio}`);
      });

    for (const was of [20_000, median, 200_000, 300_000, 480_000, 900_000])
      it(`of jobs of ${was / 1000} s costs jobs ten times as long little from the first on, σ ${sigma}`, () => {
        const ratio = cost(was, was * 10, sigma, { jobs: 2, learns: false, users: 80 });
        assert.ok(ratio <= 1.5, `${ratio}`);
      });

    for (const [was, says] of [
      [median / 2, 4.5],
      [80_000, 6],
      [100_000, 6],
      [median, 4.5],
      [200_000, 4.5],
      [300_000, 4.5],
    ] as const)
      it(`of jobs of ${was / 1000} s costs a single job of a tenth of that what README says, σ ${sigma}`, () => {
        const ratio = cost(was, was / 10, sigma, { jobs: 1, learns: false, users: 40 });
        assert.ok(ratio <= says, `${ratio}`);
      });

    it(`that is three times off costs little over the first 20 jobs, σ ${sigma}`, () => {
      for (const was of [median * 3, median / 3]) {
        const ratio = cost(was, median, sigma, { jobs: 20, learns: true });
        assert.ok(ratio <= 1.5, `${ratio}`);
      }
    });
  }

  it('would cost more than that: one that is right costs less than the fixed interval', () => {
    const ratio = cost(median, median, 0.4, { jobs: 60, learns: false });
    assert.ok(ratio < 0.95, `${ratio}`);
  });
});
