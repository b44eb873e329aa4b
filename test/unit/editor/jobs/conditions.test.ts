import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { conditionsOf } from '../../../../src/editor/jobs/conditions.ts';
import type { ApiFailure } from '../../../../src/engine/api/failure.ts';
import type { Job } from '../../../../src/engine/jobs/job.ts';
import { jobOf, unsentJobOf } from '../../../support/engine/fixtures.ts';

const refused: ApiFailure = { kind: 'unauthorized', status: 401 };
const offline: ApiFailure = { kind: 'network', phase: 'connect', code: 'ENOTFOUND', message: 'no such host' };
const cut: ApiFailure = { kind: 'network', phase: 'later', message: 'reset' };
const origin = 'https://a.example';

function waiting(pollFailure?: ApiFailure, fields: Partial<Job> = {}): Job {
  return jobOf({ baseUrl: origin, polls: 1, ...(pollFailure !== undefined && { pollFailure }), ...fields });
}

describe('what holds up all jobs', () => {
  it('is a refused key, said once for all jobs at that service', () => {
    const jobs = [waiting(refused), waiting(refused), waiting(), waiting(undefined, { baseUrl: 'https://b.example' })];
    assert.deepEqual(conditionsOf(jobs), [{ kind: 'key', origin, jobs: 3, why: 'refused' }]);
  });

  it('is a key that may not do this where no look comes through, and not where one does', () => {
    const forbidden = waiting({ kind: 'rejected', status: 403 });
    assert.deepEqual(conditionsOf([forbidden, waiting(undefined, { polls: 0 })]), [
      { kind: 'key', origin, jobs: 2, why: 'forbidden' },
    ]);
    assert.deepEqual(conditionsOf([forbidden, waiting()]), []);
  });

  it('is a key that is missing', () => {
    const [condition] = conditionsOf([waiting({ kind: 'unauthorized', status: 0 })]);
    assert.deepEqual(condition, { kind: 'key', origin, jobs: 1, why: 'missing' });
  });

  it('holds up clips that wait for their address too', () => {
    const clip = waiting(refused, { state: 'succeeded', download: { state: 'pending', reason: 'not asked' } });
    assert.deepEqual(conditionsOf([clip, waiting()]), [{ kind: 'key', origin, jobs: 2, why: 'refused' }]);
  });

  it('is a service that none of the looks could reach', () => {
    const jobs = [waiting(offline), waiting(cut), waiting(undefined, { polls: 0 })];
    assert.deepEqual(conditionsOf(jobs), [{ kind: 'away', origin, failure: offline }]);
  });

  it('is nothing while one of the looks comes through', () => {
    assert.deepEqual(conditionsOf([waiting(offline), waiting()]), []);
  });

  it('is nothing where an answer came that was bad, or a connection was cut', () => {
    assert.deepEqual(conditionsOf([waiting({ kind: 'server', status: 500 }), waiting(offline)]), []);
    assert.deepEqual(conditionsOf([waiting(cut)]), []);
  });

  it('leaves out what waits for nothing at the live service', () => {
    const jobs = [waiting(refused, { service: 'sandbox' }), waiting(refused, { state: 'failed' }), unsentJobOf()];
    assert.deepEqual(conditionsOf(jobs), []);
  });
});
