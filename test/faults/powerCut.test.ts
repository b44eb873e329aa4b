import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it, type TestContext } from 'node:test';
import { DatabaseSync } from 'node:sqlite';
import { Database } from '../../src/engine/jobs/database.ts';
import type { Job } from '../../src/engine/jobs/job.ts';
import { JobStore } from '../../src/engine/jobs/store.ts';
import { unsentJobOf } from '../support/engine/fixtures.ts';
import { temporaryFolder } from '../support/engine/folder.ts';
import { checkIntegrity } from '../support/faults/agreement.ts';
import { traceable } from '../support/faults/targetOf.ts';
import { report } from './table.ts';

// A write is fsynced into the log before its method returns (synchronous FULL), and a POST leaves only after that. So whatever a power
// cut takes from the log's end was written after the last thing that the world has seen of us: a cut at an offset stands for a cut at
// any time until the write there has returned, and what is behind an earlier return must survive it.

/** Bytes at the log's head, and before each page in it. */
const logHeader = 32;
const frameHeader = 24;

interface Step {
  /** Length of the log when the write had returned. */
  readonly durable: number;
  /** What the store then held. */
  readonly state: string;
  /** Jobs whose POST leaves from here on. */
  readonly sent: readonly string[];
}

interface History {
  readonly folder: string;
  readonly steps: readonly Step[];
}

/** Jobs go through all that happens to them, one durable write after the other; the log stays. `checkpointAt`: after so many steps. */
function live(t: TestContext, checkpointAt?: number): History & { readonly early: string } {
  const folder = join(temporaryFolder(t), 'store');
  const early = join(folder, '..', 'early');
  mkdirSync(early);
  const path = join(folder, 'jobs.db');
  const store = new JobStore(path);
  t.after(() => store.close());
  const sent: string[] = [];
  const steps: Step[] = [];
  let written = 0;
  const step = (work: () => void): void => {
    work();
    steps.push({ durable: statSync(`${path}-wal`).size, state: stateOf(store), sent: [...sent] });
    if (++written !== checkpointAt) return;
    for (const end of ['', '-wal']) copyFileSync(path + end, join(early, `jobs.db${end}`));
    const other = new DatabaseSync(path);
    other.exec('PRAGMA wal_checkpoint(PASSIVE)');
    other.close();
  };
  step(() => undefined);
  for (let number = 0; number < 6; number++) {
    const id = `job ${number}`;
    const draft = traceable(id, { prompt: id.repeat(300) });
    const requestId = `req_${number}`;
    step(() => store.drafts.save(draft, number));
    step(() => assert.ok(store.claim(unsentJobOf({ id, draft, createdAt: number }))));
    if (number === 4) {
      step(() => assert.ok(store.withdraw(id, number)));
      continue;
    }
    step(() => store.apply(id, { type: 'sent', at: number }));
    sent.push(id);
    if (number === 5) {
      step(() => store.apply(id, { type: 'lost', at: number }));
      continue;
    }
    step(() => store.apply(id, { type: 'accepted', created: { requestId, creditsCharged: 40 }, at: 1, pollAt: 2 }));
    if (number === 3) {
      step(() => store.apply(id, { type: 'cancelled', at: 3 }));
      continue;
    }
    const generation = { status: 'succeeded', output: { url: 'https://example.com/clip' } };
    step(() => store.apply(id, { type: 'looked', generation, at: 3, pollAt: 4 }));
    step(() => store.apply(id, { type: 'placing', file: `file:///${id}.mp4`, size: 9 }));
    step(() => store.apply(id, { type: 'downloaded', file: `file:///${id}.mp4`, size: 9 }));
    step(() => store.remove(id, 9));
  }
  return { folder, steps, early };
}

/** All that a store tells of jobs and drafts. */
function stateOf(store: JobStore): string {
  const ids = Array.from({ length: 6 }, (_, number) => `job ${number}`);
  return JSON.stringify([store.list(), store.drafts.list(), store.unfinished(), ids.map((id) => store.get(id))]);
}

interface Cut {
  readonly database: Buffer;
  readonly log: Buffer;
  /** Left out: the index of the log is gone, as it is after a power cut on most file systems. */
  readonly index?: Buffer;
}

/** Opens what a cut has left and hands back what is there. Throws where it cannot be opened or is damaged. */
function survives(folder: string, { database, log, index }: Cut): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'jobs.db');
  writeFileSync(path, database);
  writeFileSync(`${path}-wal`, log);
  if (index !== undefined) writeFileSync(`${path}-shm`, index);
  const store = new JobStore(path);
  try {
    checkIntegrity(path);
    return stateOf(store);
  } finally {
    store.close();
  }
}

/** Every end of a page in the log, a place in the middle of each, and some within the headers. */
function cutsOf(log: Buffer): number[] {
  const frame = log.readUInt32BE(8) + frameHeader;
  const cuts = [0, 1, logHeader - 1, logHeader];
  for (let at = logHeader; at < log.length; at += frame) cuts.push(at + frameHeader / 2, at + frame / 2, at + frame);
  return cuts.filter((cut) => cut <= log.length);
}

describe('a power cut', () => {
  let tries = 0;
  let lost = 0;
  /** Jobs that were sent, and that the cut made what can be sent again. */
  let chargedTwice = 0;
  after(() => report(32, { fault: 'Power cut in the log of the database', tries, lost, chargedTwice }));

  /** The last step whose write had returned by then. */
  function lastBy(steps: readonly Step[], cut: number): Step | undefined {
    return steps.findLast(({ durable }) => durable <= cut);
  }

  it('is met by a database that puts each write on disk before it goes on', (t) => {
    const database = new Database(join(temporaryFolder(t), 'jobs.db'));
    assert.deepEqual(database.rows('PRAGMA synchronous').map(Object.values), [[2]]);
    assert.deepEqual(database.rows('PRAGMA journal_mode').map(Object.values), [['wal']]);
    database.close();
  });

  it('at any place of the log leaves the history up to there, and never a draft of what was sent', (t) => {
    const { folder, steps } = live(t);
    const path = join(folder, 'jobs.db');
    const [database, log, index] = ['', '-wal', '-shm'].map((end) => readFileSync(path + end));
    assert.ok(database !== undefined && log !== undefined && index !== undefined);
    const first = steps[0];
    assert.ok(first !== undefined);
    for (const cut of cutsOf(log)) {
      // Before the tables are there, there is nothing yet that anybody was told of.
      if (cut < first.durable) continue;
      const expected = lastBy(steps, cut);
      for (const kept of [undefined, index]) {
        const left: Cut = { database, log: log.subarray(0, cut), ...(kept !== undefined && { index: kept }) };
        const state = survives(join(folder, '..', `cut ${cut} ${kept === undefined ? 'alone' : 'index'}`), left);
        tries++;
        if (state !== expected?.state) lost++;
        const known = (JSON.parse(state) as [unknown, unknown, unknown, (Job | null)[]])[3];
        const unsent = (expected?.sent ?? []).filter(
          (id) => !known.some((job) => job?.id === id && job.sentAt !== undefined),
        );
        chargedTwice += unsent.length;
        assert.deepEqual(unsent, [], `cut at ${cut}`);
        assert.equal(state, expected?.state, `cut at ${cut}`);
      }
    }
  });

  it('that leaves rubbish behind the last whole write leaves the history up to there', (t) => {
    const { folder, steps } = live(t);
    const path = join(folder, 'jobs.db');
    const database = readFileSync(path);
    const log = readFileSync(`${path}-wal`);
    for (const [number, { durable, state }] of steps.entries()) {
      for (const fill of [0, 0xff]) {
        // A disk may have made the file longer and not have written what is there.
        const torn = Buffer.from(log.subarray(0, Math.min(log.length, durable + 9000)));
        torn.fill(fill, durable + 100);
        const seen = survives(join(folder, '..', `torn ${number} ${fill}`), { database, log: torn });
        tries++;
        if (seen !== state) lost++;
        assert.equal(seen, state, `rubbish ${fill} behind ${durable}`);
      }
    }
  });

  it('in the middle of moving the log into the database loses nothing', (t) => {
    const { folder, steps, early } = live(t, 20);
    const expected = steps[19]?.state;
    const before = readFileSync(join(early, 'jobs.db'));
    const log = readFileSync(join(early, 'jobs.db-wal'));
    const moved = readFileSync(join(folder, 'jobs.db'));
    const page = log.readUInt32BE(8);
    for (let at = 0; at <= moved.length; at += page / 2) {
      const database = Buffer.concat([moved.subarray(0, at), before.subarray(at)]);
      const state = survives(join(folder, '..', `moving ${at}`), { database, log });
      tries++;
      if (state !== expected) lost++;
      assert.equal(state, expected, `moved up to ${at}`);
    }
  });

  it('after the log was begun anew leaves the history up to there, though old pages stand behind', (t) => {
    const { folder, steps, early } = live(t, 20);
    const path = join(folder, 'jobs.db');
    const database = readFileSync(path);
    const log = readFileSync(`${path}-wal`);
    const old = readFileSync(join(early, 'jobs.db-wal'));
    const frame = log.readUInt32BE(8) + frameHeader;
    const states = steps.slice(19).map(({ state }) => state);
    let reached = 0;
    // Before the first page of the new round the old log stands there, which the database holds already.
    for (let at = logHeader + frame; at <= log.length; at += frame / 2) {
      const left = Buffer.concat([log.subarray(0, at), old.subarray(at)]);
      const seen = survives(join(folder, '..', `anew ${at}`), { database, log: left });
      tries++;
      const found = states.indexOf(seen, reached);
      if (found < 0) lost++;
      assert.ok(found >= 0, `went back at ${at}`);
      reached = found;
    }
    assert.ok(reached > 0);
  });
});
