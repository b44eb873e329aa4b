import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import { DatabaseSync } from 'node:sqlite';
import { schemaVersion } from '../../src/engine/jobs/schema.ts';
import { JobStore } from '../../src/engine/jobs/store.ts';
import { temporaryFolder } from '../support/engine/folder.ts';
import { agree } from '../support/faults/agreement.ts';
import { buildWindow, type Program } from '../support/faults/killPoints.ts';
import { startLedgerService } from '../support/faults/ledgerService.ts';
import { targetOf, traceable } from '../support/faults/targetOf.ts';
import { WindowProcess } from '../support/faults/windowProcess.ts';
import { root } from '../support/paths.mjs';
import { report } from './table.ts';

/**
 * The engine as it was with the tables of version 2, in the program of a window: `engineChild.ts` of commit 897dbff, bundled by
 * `esbuild --bundle --minify --format=esm --platform=node --packages=external`.
 */
const older: Program = { path: join(root, 'test/fixtures/versions/schema2.mjs'), points: [] };

const speed = 100;
const epoch = Date.now();

const sum = { tries: 0, lost: 0, chargedTwice: 0 };
after(() => report(35, { fault: 'Two versions at once: an older window while a newer one migrates', ...sum }));

let newer: Program;
before(async () => {
  newer = await buildWindow('twoVersions', { killable: false });
});

/** An older window with three drafts, of which one is sent and its answer is held back. */
async function inTheMiddle(t: TestContext) {
  const service = await startLedgerService(t);
  const folder = temporaryFolder(t);
  const [store, clips] = [join(folder, 'store'), join(folder, 'clips')];
  const path = join(store, 'jobs.db');
  const target = targetOf('live', service.origin, clips);
  const charged = Promise.withResolvers<undefined>();
  const answered = Promise.withResolvers<undefined>();
  service.atMoment = async ({ what, entry }) => {
    if (what !== 'charged' || entry?.prompt !== 'sent') return;
    charged.resolve(undefined);
    await answered.promise;
  };
  const open = async (program: Program, name: string): Promise<WindowProcess> => {
    const window = new WindowProcess(t, program);
    await window.call('open', name, { folder: store, baseUrl: service.origin, key: 'sd2_test', speed, epoch });
    return window;
  };
  const old = await open(older, 'old');
  assert.equal(versionAt(path), 2);
  const sending = old.call('submit', 'old', traceable('sent'), target);
  // Where the window is killed nobody waits for it any more.
  sending.catch(() => undefined);
  await charged.promise;
  const fresh = await open(newer, 'new');
  assert.equal(versionAt(path), schemaVersion);
  const verdict = (...drafts: readonly string[]): void => {
    const { broken, lost, chargedTwice } = agree(store, clips, drafts, service);
    sum.tries++;
    sum.lost += lost;
    sum.chargedTwice += chargedTwice;
    assert.deepEqual([broken, lost, chargedTwice], [[], 0, 0]);
  };
  return { service, store, path, target, old, fresh, sending, answer: () => answered.resolve(undefined), verdict };
}

function versionAt(path: string): unknown {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return database.prepare("SELECT value FROM meta WHERE name = 'schemaVersion'").get()?.['value'];
  } finally {
    database.close();
  }
}

describe('an older version in the middle of a POST while a newer one migrates', () => {
  it('writes its id down, and both go on with what they have', async (t) => {
    const { target, old, fresh, sending, answer, verdict } = await inTheMiddle(t);
    // Neither may send what the other has sent.
    const again = await fresh.call('submit', 'new', traceable('sent'), target);
    assert.equal(again.outcome, 'withdrawn');
    answer();
    assert.equal((await sending).outcome, 'accepted');
    await old.call('submit', 'old', traceable('old'), target);
    await fresh.call('submit', 'new', traceable('new'), target);
    const both = [
      old.call('submit', 'old', traceable('both'), target),
      fresh.call('submit', 'new', traceable('both'), target),
    ];
    const outcomes = (await Promise.all(both)).map(({ outcome }) => outcome);
    assert.deepEqual(outcomes.sort(), ['accepted', 'withdrawn']);
    await fresh.call('finished', 'new');
    await old.call('finished', 'old');
    await old.call('close', 'old');
    await fresh.call('close', 'new');
    verdict('sent', 'old', 'new', 'both');
  });

  it('closes after its answer: the newer one brings its clip', async (t) => {
    const { old, fresh, sending, answer, verdict } = await inTheMiddle(t);
    answer();
    await sending;
    await old.call('close', 'old');
    await fresh.call('finished', 'new');
    await fresh.call('close', 'new');
    verdict('sent');
  });

  it('dies before its answer: its job is unknown, and is not sent again', async (t) => {
    const { store, service, old, fresh, answer, verdict } = await inTheMiddle(t);
    await old.kill();
    answer();
    await fresh.call('finished', 'new');
    await fresh.call('close', 'new');
    const held = new JobStore(join(store, 'jobs.db'));
    const job = held.findByDraft('sent');
    held.close();
    assert.equal(job?.state, 'unknown');
    assert.equal(service.entries.length, 1);
    verdict('sent');
  });
});
