import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Outlook } from '../../../../src/engine/jobs/expectations.ts';
import { lookAfterFailure, nextDownloadTry, nextLook } from '../../../../src/engine/jobs/schedule.ts';
import { jobOf } from '../../../support/engine/fixtures.ts';

const middle = { focused: true, random: 0.5 };

const outlook: Outlook = { age: 60_000, usual: 120_000, lasts: 0.9, best: 8000, knownFor: 60_000 };

function wait(fields: Partial<Outlook> = {}, circumstances = middle): number {
  return nextLook(jobOf(), () => ({ ...outlook, ...fields }), circumstances);
}

describe('looks', () => {
  it('come when they are best', () => {
    assert.equal(wait(), 8000);
  });

  it('are spread by a fifth around that', () => {
    assert.equal(wait({}, { ...middle, random: 0 }), 6400);
    const last = wait({}, { ...middle, random: 0.999 });
    assert.ok(last > 9500 && last < 9600);
  });

  it('are never less than 3 s apart, nor more than 60 s while somebody looks, and spread there too', () => {
    const waits = (best: number): number[] => [0, 0.5, 1].map((random) => wait({ best }, { focused: true, random }));
    assert.deepEqual(waits(1), [3000, 3300, 3600]);
    assert.deepEqual(waits(Infinity), [48_000, 54_000, 60_000]);
    assert.deepEqual(waits(55_000), [44_000, 52_000, 60_000]);
  });

  it('are three times slower while nobody looks', () => {
    assert.equal(wait({}, { ...middle, focused: false }), 24_000);
    assert.equal(wait({ best: Infinity }, { ...middle, focused: false }), 162_000);
  });

  it('come every 20 s at least once a job is late, and get fewer only long after ten times as long as usual', () => {
    const waits = [10, 25, 66, 80, 200, 10_000].map((minutes) =>
      wait({ lasts: 0.01, best: Infinity, age: minutes * 60_000 }),
    );
    assert.deepEqual(waits, [20_000, 20_000, 20_000, 30_000, 54_000, 54_000]);
  });

  it('come every 20 s at least around a tenth of a long time, in case it is not so long any more', () => {
    const waits = [10, 100, 199, 200, 300].map((s) =>
      wait({ usual: 1_000_000, lasts: 1, best: Infinity, age: s * 1000 }),
    );
    assert.deepEqual(waits, [20_000, 20_000, 20_000, 54_000, 54_000]);
  });

  it('come once at a sixth of a shorter time too, where no job has ended for half an hour', () => {
    const waits = [0, 20, 24, 60].map((s) =>
      wait({ lasts: 1, best: Infinity, knownFor: 31 * 60_000, age: s * 1000, usual: 120_000 }),
    );
    assert.deepEqual(waits, [20_000, 20_000, 54_000, 54_000]);
    assert.equal(wait({ lasts: 1, best: Infinity, knownFor: 29 * 60_000, age: 0 }), 54_000);
    assert.equal(wait({ lasts: 1, best: Infinity, knownFor: 31 * 60_000, age: 0, usual: 60_000 }), 10_000);
  });

  it('are slow at a status that nobody knows', () => {
    assert.equal(
      nextLook(jobOf({ status: 'upscaling' }), () => outlook, middle),
      30_000,
    );
  });

  it('are fast in the sandbox, whose times are its own', () => {
    const unasked = (): Outlook => assert.fail('nobody knows them');
    const job = jobOf({ service: 'sandbox', polls: 50 });
    assert.equal(nextLook(job, unasked, { ...middle, focused: false }), 500);
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
