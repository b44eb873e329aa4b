import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Receipts } from '../../../../src/engine/jobs/receipts.ts';
import { Recovery } from '../../../../src/engine/jobs/recovery.ts';
import { JobStore } from '../../../../src/engine/jobs/store.ts';
import { FakeClock } from '../../../support/engine/clock.ts';
import { jobOf } from '../../../support/engine/fixtures.ts';
import { temporaryFolder } from '../../../support/engine/folder.ts';
import { recorder } from '../../../support/engine/ports.ts';

describe('a receipt that a window was killed in the middle of', () => {
  const { pid: dead } = spawnSync(process.execPath, ['--version']);
  const begun = (id: string, pid: number): string => `${id}.receipt.json.${pid}`;

  it('is one where it is whole, and is taken away where it is not: it holds a prompt', (t) => {
    const folder = temporaryFolder(t);
    const job = jobOf({ id: 'whole' });
    writeFileSync(join(folder, begun('whole', dead)), JSON.stringify(job));
    writeFileSync(join(folder, begun('half', dead)), JSON.stringify(jobOf({ id: 'half' })).slice(0, 100));
    const receipts = new Receipts(folder, recorder([]));
    receipts.tidy();
    assert.deepEqual(readdirSync(folder), ['whole.receipt.json']);
    assert.deepEqual(receipts.jobs(), [job]);
    assert.deepEqual(receipts.jobs(new Set([job.id])), [], 'nobody reads what is known');
  });

  it('takes the place of none, and is left to a window that is at it', (t) => {
    const folder = temporaryFolder(t);
    const receipts = new Receipts(folder, recorder([]));
    const job = jobOf({ id: 'done', state: 'processing' });
    receipts.keep(job);
    writeFileSync(join(folder, begun('done', dead)), JSON.stringify(jobOf({ id: 'done' })));
    writeFileSync(join(folder, begun('new', process.pid)), '{');
    receipts.tidy();
    assert.deepEqual(readdirSync(folder).sort(), ['done.receipt.json', begun('new', process.pid)]);
    assert.deepEqual(receipts.jobs(), [job]);
  });
});

it('a receipt goes with the end of its job, be that one removed from view by then', (t) => {
  const folder = temporaryFolder(t);
  const [store, clock] = [new JobStore(join(folder, 'jobs.db')), new FakeClock()];
  const recovery = new Recovery({ store, folder, clock, log: recorder([]), onTakenUp: () => undefined });
  t.after(() => {
    recovery.dispose();
    store.close();
  });
  for (const id of ['seen', 'removed']) {
    recovery.receipts.keep(jobOf({ id, requestId: `req_${id}` }));
    recovery.readReceipts();
    if (id === 'removed') store.remove(id, clock.now());
    const generation = { requestId: `req_${id}`, status: 'failed' } as const;
    store.apply(id, { type: 'looked', generation, at: clock.now(), pollAt: clock.now() });
    assert.equal(store.get(id)?.state, 'failed');
    assert.deepEqual(recovery.receipts.jobs(), []);
  }
});
