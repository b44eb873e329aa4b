import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { statusText } from '../../src/editor/jobs/statusText.ts';
import { leftRange, leftText, usualText } from '../../src/editor/words/waits.ts';
import { JobStore } from '../../src/engine/jobs/store.ts';
import { jobOf } from '../support/engine/fixtures.ts';

const range = (from: number, median: number, to: number, late = false) => ({
  ...{ from: from * 1000, median: median * 1000, to: to * 1000, late },
});

describe('the time that a clip may take', () => {
  it('is told to ten seconds or to a minute, in one unit where one does', () => {
    assert.equal(usualText(range(118, 150, 185)), 'usually ready in 2–3 min');
    assert.equal(usualText(range(118, 120, 122)), 'usually ready in 2 min');
    assert.equal(usualText(range(22, 40, 55)), 'usually ready in 30–60 s');
    assert.equal(usualText(range(41, 150, 540)), 'usually ready in 50 s to 9 min');
    assert.equal(usualText(range(1, 2, 3)), 'usually ready in 10 s');
  });

  it('stands in the status bar for the next of the clips in the making, and not for one of the sandbox', () => {
    const folder = mkdtempSync(join(tmpdir(), 'seedance-waits-'));
    const store = new JobStore(join(folder, 'jobs.db'));
    const now = 1_000_000_000;
    assert.equal(statusText(store, now), undefined);
    store.insert(jobOf({ id: 'toy', requestId: 'toy', service: 'sandbox' }));
    assert.deepEqual(statusText(store, now), {
      text: '$(loading~spin) 1',
      tooltip: '1 clip in the making',
      warns: false,
    });
    for (const [id, acceptedAt] of [
      ['new', now],
      ['old', now - 100_000],
    ] as const)
      store.insert(jobOf({ id, requestId: id, acceptedAt, service: 'live' }));
    const old = store.expectations.remaining(store.get('old') ?? jobOf(), now);
    assert.ok(old);
    const status = statusText(store, now);
    assert.equal(status?.text, `$(loading~spin) 3 · ${leftText(old)}`);
    assert.equal(status.tooltip, `3 clips in the making; the next: ${leftText(old)}`);
    // A refused key holds up all of them: how long they take is not the question then.
    const failure = { kind: 'unauthorized', status: 401 } as const;
    for (const id of ['new', 'old']) store.apply(id, { type: 'lookFailed', failure, pollAt: now });
    const held = statusText(store, now);
    assert.equal(held?.text, '$(warning) 3');
    assert.match(held.tooltip, /^3 clips in the making\n.*does not accept the API key\..*2 jobs wait/);
    assert.ok(held.warns);
    store.close();
    rmSync(folder, { recursive: true });
  });

  it('is told of a job by what is left, how sure that is, and that nobody knows where it takes longer than usual', () => {
    assert.equal(leftText(range(100, 125, 190)), 'about 2 min left');
    assert.equal(leftRange(range(100, 125, 190)), 'about 2 min left (usually 1:40–3:10)');
    assert.equal(leftText(range(2, 14, 40)), 'about 20 s left');
    assert.equal(leftRange(range(5, 60, 900, true)), 'longer than usual');
  });
});
