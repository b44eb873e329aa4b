import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { Endings } from '../../../../src/engine/jobs/endings.ts';
import { JobStore } from '../../../../src/engine/jobs/store.ts';
import { FakeClock } from '../../../support/engine/clock.ts';
import { jobOf } from '../../../support/engine/fixtures.ts';
import { temporaryFolder } from '../../../support/engine/folder.ts';

const failed = { state: 'failed', endedAt: 2000 } as const;

/** A window that looks, beside one that made the jobs and gave its last sign of life `ago` ms before. */
function setUp(t: TestContext, ago = 0) {
  const store = new JobStore(join(temporaryFolder(t), 'jobs.db'));
  t.after(() => store.close());
  const clock = new FakeClock();
  store.windows.beat('maker', false, clock.now() - ago);
  let leads = true;
  const log = { warn: (line: string) => assert.fail(line), info: () => undefined, debug: () => undefined };
  const endings = new Endings({ store, clock, log, owner: 'looker', leads: () => leads });
  t.after(() => endings.dispose());
  const told: string[] = [];
  endings.onDidEnd(({ id }) => told.push(id));
  const end = (id: string, owner: string): void => store.insert(jobOf({ id, owner, ...failed }));
  return { store, clock, told, end, rest: () => (leads = false) };
}

describe('the end of a job', () => {
  it('is told by the window that made it', (t) => {
    const { told, end, clock } = setUp(t);
    end('own', 'looker');
    assert.deepEqual(told, ['own']);
    assert.equal(clock.waiting, 0);
  });

  it('is left to another window that lives', (t) => {
    const { store, clock, told, end } = setUp(t);
    end('other', 'maker');
    assert.equal(store.claimNotification('other'), true, 'by that window');
    clock.advance(60_000);
    assert.deepEqual([told, clock.waiting], [[], 0]);
  });

  it('is told by the window that looks where the one that made it is dead', (t) => {
    const { told, end } = setUp(t, 20_000);
    end('other', 'maker');
    assert.deepEqual(told, ['other']);
  });

  it('is told where that one had just died, and though nothing is left to look for by then', (t) => {
    const { clock, told, end, rest } = setUp(t, 2000);
    end('one', 'maker');
    end('two', 'maker');
    rest();
    assert.deepEqual(told, []);
    clock.advance(60_000);
    assert.deepEqual(told.sort(), ['one', 'two']);
    assert.equal(clock.waiting, 0);
  });
});
