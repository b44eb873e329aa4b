import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LookRate } from '../../../../src/engine/jobs/lookRate.ts';
import { TimeTable } from '../../../../src/engine/jobs/timeTable.ts';

/** Ms between two times at which the brute force may look. */
const grain = 1000;

/** What a plan of looks comes to: how many, and how late (ms) the end is noticed, in the mean. */
interface Cost {
  readonly looks: number;
  readonly delay: number;
}

/** What plans of looks at the grain's times would cost, for times that end after `end` grains at the latest. */
class Plans {
  readonly #end: number;
  readonly #survival: readonly number[];
  /** Of the survival, in ms. */
  readonly #integral: number[] = [0];

  constructor(times: TimeTable, end: number) {
    this.#end = end;
    const last = times.survival(end * grain);
    this.#survival = Array.from({ length: end + 1 }, (_, i) => (times.survival(i * grain) - last) / (1 - last));
    for (let i = 1; i <= end; i++)
      this.#integral.push(this.#sum(i - 1) + ((this.#lasts(i - 1) + this.#lasts(i)) / 2) * grain);
  }

  /** Of looks at these grains, ascending, one of them the end. */
  cost(looks: readonly number[]): Cost {
    let cost: Cost = { looks: 0, delay: 0 };
    for (const [index, look] of looks.entries()) {
      const before = looks[index - 1] ?? 0;
      cost = { looks: cost.looks + this.#lasts(before), delay: cost.delay + this.#delay(before, look) };
    }
    return cost;
  }

  /** The plan with the least `looks + price · delay`, by dynamic programming over all of them. */
  best(price: number): Cost {
    const least = new Float64Array(this.#end + 1);
    const next = new Int32Array(this.#end + 1);
    for (let from = this.#end - 1; from >= 0; from--) {
      least[from] = Infinity;
      for (let to = from + 1; to <= this.#end; to++) {
        const cost = this.#lasts(from) + price * this.#delay(from, to) + (least[to] ?? 0);
        if (cost < (least[from] ?? 0)) [least[from], next[from]] = [cost, to];
      }
    }
    const looks: number[] = [];
    for (let at = 0; at < this.#end; at = looks.at(-1) ?? 0) looks.push(next[at] ?? this.#end);
    return this.cost(looks);
  }

  /** The best plan with this delay. */
  bestWith(delay: number): Cost {
    let [low, high] = [1e-6, 1];
    for (let step = 0; step < 20; step++) {
      const middle = Math.sqrt(low * high);
      if (this.best(middle).delay > delay) low = middle;
      else high = middle;
    }
    return this.best(low);
  }

  /** What looks that are not at the grain's times come to. */
  follow(rate: LookRate): Cost {
    const looks: number[] = [];
    for (let at = 0; at < this.#end; at = looks.at(-1) ?? 0)
      looks.push(Math.min(Math.max(Math.round((at * grain + rate.nextAfter(at * grain)) / grain), at + 1), this.#end));
    return this.cost(looks);
  }

  #lasts(index: number): number {
    return this.#survival[index] ?? 0;
  }

  #sum(index: number): number {
    return this.#integral[index] ?? 0;
  }

  /** Of those that end between the two, until the second. */
  #delay(from: number, to: number): number {
    return (to - from) * grain * this.#lasts(from) - (this.#sum(to) - this.#sum(from));
  }
}

function logNormal(median: number, sigma: number): TimeTable {
  return TimeTable.ofLogarithm((logarithm) => Math.exp(-((Math.log(median) - logarithm) ** 2) / (2 * sigma ** 2)));
}

function weibull(scale: number, shape: number): TimeTable {
  return TimeTable.of((ms) => Math.exp(-((ms / scale) ** shape)));
}

describe('the rate of looks', () => {
  const cases: readonly (readonly [name: string, times: TimeTable])[] = [
    ['a narrow log-normal', logNormal(120_000, 0.2)],
    ['a wide log-normal', logNormal(120_000, 0.4)],
    ['a very wide log-normal', logNormal(60_000, 0.8)],
    ['a growing hazard', weibull(120_000, 3)],
    ['a hazard that does not change', weibull(60_000, 1)],
  ];
  for (const [name, times] of cases) {
    it(`needs at most one look in twenty more than the best of all plans with its delay, for ${name}`, () => {
      const plans = new Plans(times, Math.ceil(times.quantile(0.9999) / grain));
      const ours = plans.follow(new LookRate(times));
      const best = plans.bestWith(ours.delay);
      assert.ok(ours.looks <= 1.05 * best.looks, `${ours.looks} against ${best.looks} at ${ours.delay} ms`);
    });
  }

  it('is held against plans that are the best indeed: of all there are, where these can be counted', () => {
    const end = 12;
    const plans = new Plans(logNormal(6000, 0.3), end);
    const all = Array.from({ length: 2 ** (end - 1) }, (_, set) => [
      ...Array.from({ length: end - 1 }, (_, index) => index + 1).filter((look) => (set >> (look - 1)) % 2 === 1),
      end,
    ]);
    for (const price of [0.0003, 0.001, 0.003]) {
      const costOf = ({ looks, delay }: Cost): number => looks + price * delay;
      const least = Math.min(...all.map((looks) => costOf(plans.cost(looks))));
      assert.ok(Math.abs(costOf(plans.best(price)) - least) < 1e-9);
    }
  });

  it('notices an end after about 5 s in the mean, however long jobs take', () => {
    for (const [median, sigma] of [
      [60_000, 0.4],
      [120_000, 0.2],
      [120_000, 0.4],
      [600_000, 0.3],
    ] as const) {
      const times = logNormal(median, sigma);
      const { delay } = new Plans(times, Math.ceil(times.quantile(0.9999) / grain)).follow(new LookRate(times));
      assert.ok(delay > 4000 && delay < 5500, `${delay} ms`);
    }
  });

  it('is even where the hazard is', () => {
    const rate = new LookRate(weibull(100_000, 1));
    const intervals = [20_000, 50_000, 100_000, 200_000].map((age) => rate.nextAfter(age));
    for (const interval of intervals) assert.ok(Math.abs(interval / (intervals[0] ?? 0) - 1) < 0.05, intervals.join());
  });

  it('grows with the square root of the hazard', () => {
    // The hazard of this one grows with the cube of the age.
    const rate = new LookRate(weibull(600_000, 4));
    const ratio = rate.nextAfter(300_000) / rate.nextAfter(600_000);
    assert.ok(Math.abs(ratio - 2 ** 1.5) < 0.15, `${ratio}`);
  });

  it('wants no look where nothing can end', () => {
    const rate = new LookRate(logNormal(1_200_000, 0.1));
    assert.ok(rate.nextAfter(0) > 600_000);
  });
});
