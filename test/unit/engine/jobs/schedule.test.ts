import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { firstLook, lookAfterFailure, nextDownloadTry, nextLook } from '../../../../src/engine/jobs/schedule.ts';
import { jobOf } from '../../../support/engine/fixtures.ts';

const middle = { focused: true, random: 0.5 };

describe('looks', () => {
  it('begin after 10 s, and in the sandbox after half a second', () => {
    assert.equal(firstLook('live'), 10_000);
    assert.equal(firstLook('sandbox'), 500);
  });

  it('come every 5 s at first and slow down to 15 s', () => {
    const waits = [0, 5, 10, 20, 1000].map((polls) => nextLook(jobOf({ polls }), middle));
    assert.deepEqual(waits, [5000, 7500, 10_000, 15_000, 15_000]);
  });

  it('are spread by a fifth around that', () => {
    assert.equal(nextLook(jobOf(), { ...middle, random: 0 }), 4000);
    assert.ok(nextLook(jobOf(), { ...middle, random: 0.999 }) < 6000);
  });

  it('are three times slower while nobody looks', () => {
    assert.equal(nextLook(jobOf(), { ...middle, focused: false }), 15_000);
  });

  it('are slow at a status that nobody knows', () => {
    assert.equal(nextLook(jobOf({ status: 'upscaling' }), middle), 30_000);
  });

  it('are fast in the sandbox', () => {
    assert.equal(nextLook(jobOf({ service: 'sandbox', polls: 50 }), { ...middle, focused: false }), 500);
  });

  it('that fail wait twice as long each time, up to 2 min', () => {
    const waits = [0, 1, 2, 3, 50].map((pollFailures) => lookAfterFailure(jobOf({ pollFailures }), 2000, middle));
    assert.deepEqual(waits, [5000, 10_000, 20_000, 40_000, 120_000]);
  });

  it('that fail for more than a day become seldom, and never end', () => {
    const job = jobOf({ pollFailures: 50, acceptedAt: 0 });
    assert.equal(lookAfterFailure(job, 25 * 3_600_000, middle), 3_600_000);
  });
});

describe('downloads that do not come through', () => {
  it('are tried again after 2 s, then twice as long each time, up to 5 min', () => {
    assert.deepEqual(
      [1, 2, 3, 8, 1000].map((tries) => nextDownloadTry(tries, 0.5)),
      [2000, 4000, 8000, 256_000, 300_000],
    );
  });
});
