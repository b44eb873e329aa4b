import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ApiFailure } from '../../../../src/engine/api/failure.ts';
import { Reach } from '../../../../src/engine/jobs/reach.ts';
import { jobOf } from '../../../support/engine/fixtures.ts';

const job = jobOf();
const offline: ApiFailure = { kind: 'network', phase: 'connect', message: 'no route' };
const forbidden: ApiFailure = { kind: 'rejected', status: 403 };
const limited = (retryAfter?: number): ApiFailure => ({
  kind: 'rateLimited',
  status: 429,
  ...(retryAfter !== undefined && { retryAfter }),
});

/** Of a request that took a ms. */
const at = (now: number) => ({ begun: now - 1, now });

describe('what is in the way of all looks', () => {
  it('holds them off for as long as the service asks, up to an hour', () => {
    const pause = (retryAfter?: number): number | undefined => {
      const reach = new Reach();
      assert.equal(reach.failed(job, limited(retryAfter), at(0), 0.5), 'limit');
      return reach.opensAt(job, 0);
    };
    assert.deepEqual(
      [60_000, 0, undefined, 1_800_000, 86_400_000, 365 * 86_400_000].map(pause),
      [60_000, 5000, 5000, 1_800_000, 3_600_000, 3_600_000],
    );
  });

  it('is what a service that is overloaded asks for, too', () => {
    const reach = new Reach();
    assert.equal(reach.failed(job, { kind: 'server', status: 503, retryAfter: 120_000 }, at(0), 0.5), 'limit');
    assert.equal(reach.opensAt(job, 0), 120_000);
  });

  it('holds them off that long, whatever becomes of what was under way then', () => {
    const reach = new Reach();
    const underWay = { begun: 500, now: 1005 };
    reach.failed(job, limited(60_000), { begun: 500, now: 1000 }, 0.5);
    assert.equal(reach.answered(job, underWay), false);
    reach.failed(job, offline, underWay, 0.5);
    reach.failed(job, limited(10_000), underWay, 0.5);
    reach.failed(job, { kind: 'server', status: 500 }, underWay, 0.5);
    assert.equal(reach.opensAt(job, 1005), 61_000);
    reach.failed(job, limited(90_000), underWay, 0.5);
    assert.equal(reach.opensAt(job, 1005), 91_005);
    reach.retry();
    assert.equal(reach.opensAt(job, 1005), 91_005, 'nobody else may say so');
    assert.equal(reach.answered(job, { begun: 91_005, now: 91_100 }), true);
    assert.equal(reach.opensAt(job, 91_100), undefined);
  });

  it('holds them off twice as long each time while the service cannot be reached, up to a minute', () => {
    const reach = new Reach();
    const opens = [0, 10_000, 30_000, 60_000, 200_000, 400_000].map((now) => {
      reach.failed(job, offline, at(now), 0.5);
      return (reach.opensAt(job, now) ?? 0) - now;
    });
    assert.deepEqual(opens, [5000, 10_000, 20_000, 40_000, 60_000, 60_000]);
  });

  it('is news once, and again after the service has answered', () => {
    const reach = new Reach();
    assert.deepEqual(
      [0, 100, 20_000].map((now) => reach.failed(job, offline, at(now), 0.5)),
      ['offline', undefined, undefined],
    );
    assert.equal(reach.answered(job, at(30_000)), true);
    assert.equal(reach.opensAt(job, 91_100), undefined);
    assert.equal(reach.failed(job, offline, at(40_000), 0.5), 'offline');
  });

  it('is no failure of one job alone', () => {
    const reach = new Reach();
    for (const failure of [
      { kind: 'server', status: 500 },
      { kind: 'rejected', status: 404 },
      { kind: 'badReply', status: 200, message: 'HTML' },
      { kind: 'network', phase: 'later', message: 'reset' },
    ] as const)
      assert.equal(reach.failed(job, failure, at(0), 0.5), undefined);
    assert.equal(reach.opensAt(job, 91_100), undefined);
  });

  it('is of one service, not of the others', () => {
    const reach = new Reach();
    reach.failed(job, offline, at(0), 0.5);
    assert.equal(reach.opensAt({ ...job, baseUrl: 'https://other.example' }, 0), undefined);
    assert.equal(reach.opensAt({ ...job, service: 'sandbox' }, 0), undefined);
  });

  it('is a 403 where nothing else was answered, and not where the key was taken just now', () => {
    const reach = new Reach();
    assert.equal(reach.failed(job, forbidden, at(0), 0.5), 'key');
    reach.answered(job, at(1000));
    assert.equal(reach.failed(job, forbidden, at(2000), 0.5), undefined);
    assert.equal(reach.failed(job, forbidden, at(100_000), 0.5), 'key');
  });

  it('is tried at once when somebody asks, and then is no news', () => {
    const reach = new Reach();
    reach.failed(job, forbidden, at(0), 0.5);
    reach.retry();
    assert.equal(reach.opensAt(job, 500), 0);
    assert.equal(reach.failed(job, forbidden, at(1000), 0.5), undefined);
  });

  it('ends where the clock is set back to before it was met: nobody can tell how long that is ago', () => {
    const reach = new Reach();
    reach.failed(job, offline, at(100_000), 0.5);
    assert.equal(reach.opensAt(job, 100_000), 105_000);
    assert.equal(reach.opensAt(job, 50_000), 50_000);
    reach.failed(job, offline, at(50_000), 0.5);
    assert.equal(reach.opensAt(job, 50_000), 60_000, 'twice as long, by the clock as it is now');
    assert.equal(reach.answered(job, at(20_000)), true, 'and an answer is one');
  });
});
