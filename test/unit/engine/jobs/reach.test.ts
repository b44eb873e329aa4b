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

describe('what is in the way of all looks', () => {
  it('holds them off for as long as the service asks, up to 10 min', () => {
    const pause = (retryAfter?: number): number | undefined => {
      const reach = new Reach();
      assert.equal(reach.failed(job, limited(retryAfter), 0, 0.5), 'limit');
      return reach.opensAt(job);
    };
    assert.deepEqual([60_000, 0, undefined, 86_400_000].map(pause), [60_000, 5000, 5000, 600_000]);
  });

  it('holds them off twice as long each time while the service cannot be reached, up to a minute', () => {
    const reach = new Reach();
    const opens = [0, 10_000, 30_000, 60_000, 200_000, 400_000].map((now) => {
      reach.failed(job, offline, now, 0.5);
      return (reach.opensAt(job) ?? 0) - now;
    });
    assert.deepEqual(opens, [5000, 10_000, 20_000, 40_000, 60_000, 60_000]);
  });

  it('is news once, and again after the service has answered', () => {
    const reach = new Reach();
    assert.deepEqual(
      [0, 100, 20_000].map((now) => reach.failed(job, offline, now, 0.5)),
      ['offline', undefined, undefined],
    );
    assert.equal(reach.answered(job, 30_000), true);
    assert.equal(reach.opensAt(job), undefined);
    assert.equal(reach.failed(job, offline, 40_000, 0.5), 'offline');
  });

  it('is no failure of one job alone', () => {
    const reach = new Reach();
    for (const failure of [
      { kind: 'server', status: 500 },
      { kind: 'rejected', status: 404 },
      { kind: 'badReply', status: 200, message: 'HTML' },
      { kind: 'network', phase: 'later', message: 'reset' },
    ] as const)
      assert.equal(reach.failed(job, failure, 0, 0.5), undefined);
    assert.equal(reach.opensAt(job), undefined);
  });

  it('is of one service, not of the others', () => {
    const reach = new Reach();
    reach.failed(job, offline, 0, 0.5);
    assert.equal(reach.opensAt({ ...job, baseUrl: 'https://other.example' }), undefined);
    assert.equal(reach.opensAt({ ...job, service: 'sandbox' }), undefined);
  });

  it('is a 403 where nothing else was answered, and not where the key was taken just now', () => {
    const reach = new Reach();
    assert.equal(reach.failed(job, forbidden, 0, 0.5), 'key');
    reach.answered(job, 1000);
    assert.equal(reach.failed(job, forbidden, 2000, 0.5), undefined);
    assert.equal(reach.failed(job, forbidden, 100_000, 0.5), 'key');
  });

  it('is tried at once when somebody asks, and then is no news', () => {
    const reach = new Reach();
    reach.failed(job, forbidden, 0, 0.5);
    reach.retry();
    assert.equal(reach.opensAt(job), 0);
    assert.equal(reach.failed(job, forbidden, 1000, 0.5), undefined);
  });
});
