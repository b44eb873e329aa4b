import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TimeTable } from '../../../../src/engine/jobs/timeTable.ts';

const median = 120_000;

/** A log-normal with σ 0.3. */
const table = TimeTable.ofLogarithm((logarithm) => Math.exp(-((Math.log(median) - logarithm) ** 2) / (2 * 0.3 ** 2)));

function assertNear(value: number, wanted: number, share = 0.005): void {
  assert.ok(Math.abs(value - wanted) <= share * wanted, `${value}, not ${wanted}`);
}

describe('a table of times', () => {
  it('has the quantiles of its distribution', () => {
    // The standard normal distribution's: 1.2816 at 90 %, 2.3263 at 99 %.
    const quantiles: readonly (readonly [share: number, z: number])[] = [
      [0.01, -2.3263],
      [0.1, -1.2816],
      [0.5, 0],
      [0.9, 1.2816],
      [0.99, 2.3263],
    ];
    for (const [share, z] of quantiles) {
      assertNear(table.quantile(share), median * Math.exp(0.3 * z));
      assertNear(table.survival(median * Math.exp(0.3 * z)), 1 - share);
    }
  });

  it('is right far out in the tail, where next to nothing is left', () => {
    // Six σ out: 9.866e-10 of a normal distribution.
    assertNear(table.survival(median * Math.exp(1.8)), 9.866e-10, 0.05);
  });

  it('can be made of the chances to last', () => {
    const exponential = TimeTable.of((ms) => Math.exp(-ms / 100_000));
    assertNear(exponential.quantile(0.5), 100_000 * Math.LN2, 0.02);
    assertNear(exponential.survival(200_000), Math.exp(-2), 0.02);
  });

  it('answers at its ends, and beyond them', () => {
    assert.equal(table.survival(0), 1);
    assert.equal(table.survival(1e12), 0);
    assert.ok(table.quantile(0) >= 0);
    assert.ok(Number.isFinite(table.quantile(1)));
  });
});
