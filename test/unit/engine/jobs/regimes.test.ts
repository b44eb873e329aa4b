import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { densityOf, learn, type Mixture } from '../../../../src/engine/jobs/regimes.ts';
import { TimeTable } from '../../../../src/engine/jobs/timeTable.ts';
import { normal } from '../../../support/engine/simulatedJobs.ts';
import { seededRandom } from '../../../support/faults/random.ts';

const prior = { mean: Math.log(150_000), scale: 0.85 };

function logarithms(count: number, median: number, sigma: number, seed: number): number[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => Math.log(median) + sigma * normal(random));
}

/** Its median and the range of eight in ten around it, ms. */
function rangeOf(mixture: Mixture): readonly [number, number, number] {
  const table = TimeTable.ofLogarithm(densityOf(mixture));
  return [table.quantile(0.1), table.quantile(0.5), table.quantile(0.9)];
}

function assertWithin(value: number, low: number, high: number): void {
  assert.ok(value >= low && value <= high, `${value} is not from ${low} to ${high}`);
}

describe('what is learned of times', () => {
  it('is the prior where there are none', () => {
    assert.deepEqual(learn([], prior), [{ weight: 1, t: { ...prior, freedom: 4 } }]);
  });

  it('is close to the distribution that they are of', () => {
    const [from, median, to] = rangeOf(learn(logarithms(60, 400_000, 0.3, 1), prior));
    assertWithin(median, 360_000, 440_000);
    assertWithin(from, 230_000, 300_000);
    assertWithin(to, 540_000, 680_000);
  });

  it('is open while they are few', () => {
    const [from, , to] = rangeOf(learn(logarithms(1, 120_000, 0.2, 3), prior));
    assert.ok(to / from > 2.5, `${to / from}`);
  });

  it('is Student’s t by the rules of a conjugate prior', () => {
    // κ0 = 1 / ((0.6 / 0.3)² − 1) = 1/3, ν0 = 1, s0² = 0.3²; then one observation 0.4 above the mean.
    const [heaviest] = learn([10.4], { mean: 10, scale: 0.6 });
    assert.ok(heaviest);
    assert.equal(heaviest.t.freedom, 2);
    assert.ok(Math.abs(heaviest.t.mean - (10 + 0.4 / (4 / 3))) < 1e-9);
    const variance = (0.3 ** 2 + ((1 / 3) * 0.4 ** 2) / (4 / 3)) / 2;
    assert.ok(Math.abs(heaviest.t.scale - Math.sqrt(variance * (1 + 1 / (4 / 3)))) < 1e-9);
  });

  it('is a distribution: its density is 1 in all', () => {
    const density = densityOf(learn(logarithms(7, 90_000, 0.4, 5), prior));
    let sum = 0;
    for (let logarithm = -300; logarithm < 300; logarithm += 0.01) sum += density(logarithm) * 0.01;
    assert.ok(Math.abs(sum - 1) < 0.002, `${sum}`);
  });

  it('counts for little once a time comes that nobody could expect, and for nothing after a few', () => {
    const before = logarithms(40, 120_000, 0.2, 6);
    const [, , to] = rangeOf(learn(before, prior));
    const [, , surprised] = rangeOf(learn([...before, Math.log(1_200_000)], prior));
    assert.ok(to < 200_000 && surprised > 1_000_000, `${to}, then ${surprised}`);
    const [, median] = rangeOf(learn([...before, ...logarithms(5, 1_200_000, 0.2, 7)], prior));
    assertWithin(median, 900_000, 1_600_000);
  });

  it('is what it was again after a single time that was far off', () => {
    const all = [...logarithms(30, 120_000, 0.2, 8), Math.log(2_000_000), ...logarithms(30, 120_000, 0.2, 9)];
    const [, median, to] = rangeOf(learn(all, prior));
    assertWithin(median, 105_000, 135_000);
    assert.ok(to < 200_000, `${to}`);
  });

  it('is the same for the same times', () => {
    const times = logarithms(30, 120_000, 0.3, 10);
    assert.deepEqual(learn(times, prior), learn(times, prior));
  });
});
