import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import type { Job } from '../../../../src/engine/jobs/job.ts';
import { JobStore } from '../../../../src/engine/jobs/store.ts';
import { logJobs } from '../../../../src/engine/log/jobLog.ts';
import { FakeClock } from '../../../support/engine/clock.ts';
import { draftOf, jobOf, unsentJobOf } from '../../../support/engine/fixtures.ts';
import { temporaryFolder } from '../../../support/engine/folder.ts';
import { recorder } from '../../../support/engine/ports.ts';

/** A session whose store holds these jobs as it begins, and what it writes down. */
function setUp(t: TestContext, ...jobs: readonly Job[]) {
  const store = new JobStore(join(temporaryFolder(t), 'jobs.db'));
  for (const job of jobs) store.insert(job);
  const [lines, clock] = [[] as string[], new FakeClock()];
  const logging = logJobs(store, recorder(lines), clock);
  t.after(() => {
    logging.dispose();
    store.close();
  });
  return { store, lines, clock };
}

const file = 'file:///clips/a.mp4';

function finished(id: string): Job {
  const download = { state: 'done', file, size: 4 } as const;
  return jobOf({ id, requestId: `req_${id}`, draft: draftOf({ id }), state: 'succeeded', endedAt: 2000, download });
}

describe('what the log says of jobs', () => {
  it('says nothing of one that ended in an earlier session and is chosen, or rejected, in this one', (t) => {
    const { store, lines } = setUp(t, finished('one'), finished('other'));
    store.choose('one');
    store.apply('other', { type: 'judged', verdict: 'rejected' });
    assert.deepEqual(lines, []);
    // From now on it is known, and what becomes of it is told.
    store.apply('other', { type: 'discarded', file });
    assert.deepEqual(lines, ['job other: its clip was put away by its user']);
  });

  it('goes on with one that an earlier session had not ended', (t) => {
    const { store, lines, clock } = setUp(t, jobOf({ state: 'processing' }));
    const at = clock.now();
    store.apply('job', { type: 'looked', generation: { status: 'failed', error: { code: 'face' } }, at, pollAt: at });
    assert.equal(lines.length, 1);
    assert.match(lines[0] ?? '', /^job job \(live\): processing → failed, /);
  });

  it('tells all of one that was made in this session, whichever window made it', (t) => {
    const { store, lines, clock } = setUp(t);
    const at = clock.now();
    store.claim(unsentJobOf({ sentAt: at }));
    store.apply('job', { type: 'rejected', failure: { kind: 'unauthorized', status: 401 }, at });
    assert.deepEqual(lines, [
      'job job (live): new → submitting',
      'job job (live): submitting → rejected, unauthorized 401',
    ]);
    store.insert(jobOf({ id: 'another', requestId: 'req_another', acceptedAt: at, sentAt: at - 1500 }));
    store.apply('another', { type: 'cancelled', at });
    assert.deepEqual(lines.slice(-2), [
      'job another (live): new → queued, accepted as req_another, no charge named, 1.5 s after it was sent',
      'job another (live): queued → cancelled',
    ]);
  });
});
