import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it, type TestContext } from 'node:test';
import { Database } from '../../../../src/engine/jobs/database.ts';
import { FinishedRuns, runKindOf, runOf } from '../../../../src/engine/jobs/finishedRuns.ts';
import type { Job } from '../../../../src/engine/jobs/job.ts';
import { JobStore } from '../../../../src/engine/jobs/store.ts';
import { draftOf, jobOf } from '../../../support/engine/fixtures.ts';
import { temporaryFolder } from '../../../support/engine/folder.ts';

const kind = { model: 'seedance-2.0', resolution: '720p', duration: 5, mode: 'text' } as const;

const seen = { acceptedAt: 1000, queuedAt: 11_000, processingAt: 31_000, lookedAt: 91_000, endedAt: 101_000 };

function setUp(t: TestContext) {
  const path = join(temporaryFolder(t), 'jobs.db');
  const store = new JobStore(path);
  const database = new Database(path);
  t.after(() => database.close());
  t.after(() => store.close());
  const finish = (id: string, fields: Partial<Job> = {}): void =>
    store.insert(jobOf({ id, state: 'succeeded', ...seen, ...fields }));
  return { path, store, runs: new FinishedRuns(database), finish };
}

describe('finished runs', () => {
  it('tell how long clips took, and how long of that they queued, each between two looks', (t) => {
    const { runs, finish } = setUp(t);
    finish('job');
    assert.deepEqual(runs.recent(Infinity), [
      {
        kind,
        endedAt: 101_000,
        total: { after: 90_000, until: 100_000 },
        parts: { queue: { after: 10_000, until: 30_000 }, processing: { after: 60_000, until: 90_000 } },
      },
    ]);
    assert.equal(runs.lastEnd(Infinity), 101_000);
  });

  it('are those of clips of the live service alone, removed from view or not', (t) => {
    const { runs, store, finish } = setUp(t);
    for (const state of ['failed', 'cancelled', 'queued'] as const) finish(state, { state });
    finish('sandbox', { service: 'sandbox' });
    assert.deepEqual([runs.recent(Infinity), runs.lastEnd(Infinity)], [[], undefined]);
    finish('removed');
    store.remove('removed', 1);
    assert.equal(runs.recent(Infinity).length, 1);
  });

  it('are the last 240, oldest first', (t) => {
    const { runs, finish } = setUp(t);
    for (let number = 0; number < 250; number++) finish(`job-${number}`, { endedAt: 101_000 + number });
    const ends = runs.recent(Infinity).map(({ total }) => total.until);
    assert.deepEqual([ends.length, ends[0], ends.at(-1)], [240, 100_010, 100_249]);
  });

  it('say nothing while their end is still to come, as it is once a clock that was ahead was set back', (t) => {
    const { runs, finish } = setUp(t);
    finish('job');
    finish('ahead', { lookedAt: 890_000, endedAt: 900_000 });
    assert.deepEqual([runs.lastEnd(200_000), runs.recent(200_000).length], [101_000, 1]);
    finish('next', { endedAt: 102_000 });
    assert.deepEqual([runs.lastEnd(200_000), runs.recent(200_000).length], [102_000, 2]);
    assert.deepEqual([runs.lastEnd(900_000), runs.recent(900_000).length], [900_000, 3]);
  });

  it('come in the order in which they began: of many that began at once the short ones end first', (t) => {
    const { runs, finish } = setUp(t);
    for (const [id, acceptedAt, length] of [
      ['first', 1000, 90_000],
      ['second', 2000, 50_000],
      ['third', 3000, 70_000],
    ] as const)
      finish(id, { ...seen, acceptedAt, endedAt: acceptedAt + length, lookedAt: acceptedAt + length - 5000 });
    assert.deepEqual(
      runs.recent(Infinity).map(({ total }) => total.until),
      [90_000, 50_000, 70_000],
    );
  });

  it('are known of jobs that an older version followed', (t) => {
    const { path, runs, finish } = setUp(t);
    finish('job');
    const older = new DatabaseSync(path);
    older.exec("UPDATE jobs SET body = json_remove(body, '$.lookedAt', '$.queuedAt')");
    older.close();
    assert.deepEqual(runs.recent(Infinity)[0]?.total, { after: 100_000, until: 100_000 });
  });

  it('are none where a row cannot be read', (t) => {
    const { path, runs, finish } = setUp(t);
    for (const id of ['garbage', 'settings', 'times', 'good']) finish(id);
    const other = new DatabaseSync(path);
    other.exec(`UPDATE jobs SET body = '{' WHERE id = 'garbage';
      UPDATE jobs SET settings = '["live"' WHERE id = 'settings';
      UPDATE jobs SET body = json_set(body, '$.acceptedAt', 'noon') WHERE id = 'times'`);
    other.close();
    assert.equal(runs.recent(Infinity).length, 1);
  });

  it('are read from an index, whatever else a store holds', (t) => {
    const { path } = setUp(t);
    const database = new DatabaseSync(path);
    const asked: string[] = [];
    const spy = { rows: (sql: string) => (asked.push(sql), []) } as unknown as Database;
    new FinishedRuns(spy).recent(Infinity);
    new FinishedRuns(spy).lastEnd(Infinity);
    for (const sql of asked) {
      const plan = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all();
      assert.deepEqual(
        plan.map(({ detail }) => detail),
        ['SEARCH jobs USING INDEX jobsByEnd (<expr><?)'],
      );
    }
    database.close();
  });

  it('come into a store that an older version made', (t) => {
    const { path, finish } = setUp(t);
    finish('job');
    const older = new DatabaseSync(path);
    older.exec("DROP INDEX jobsByEnd; UPDATE meta SET value = 6 WHERE name = 'schemaVersion'");
    older.close();
    const database = new Database(path);
    assert.equal(new FinishedRuns(database).recent(Infinity).length, 1);
    assert.equal(database.rows("SELECT 1 FROM sqlite_master WHERE name = 'jobsByEnd'").length, 1);
    database.close();
  });
});

describe('a run', () => {
  it('says nothing where nobody looked for long: the machine slept', () => {
    assert.equal(runOf(kind, { ...seen, endedAt: 3_700_000 }), undefined);
    const long = { ...seen, lookedAt: 3_401_000, endedAt: 3_701_000 };
    assert.deepEqual(runOf(kind, long)?.total, { after: 3_400_000, until: 3_700_000 });
  });

  it('says nothing where a clock was set meanwhile', () => {
    assert.equal(runOf(kind, { ...seen, endedAt: 500 }), undefined);
    assert.equal(runOf(kind, { ...seen, lookedAt: 200_000 }), undefined);
    assert.equal(runOf(kind, { ...seen, processingAt: 500 })?.parts, undefined);
  });

  it('has no parts where nobody saw it processing', () => {
    assert.equal(runOf(kind, { acceptedAt: 0, lookedAt: 0, endedAt: 20_000 })?.parts, undefined);
  });

  it('is of a kind by what a draft sets, and by how its references are used', () => {
    assert.deepEqual(runKindOf(draftOf()), kind);
    const image = { id: 'a', name: 'a.png', source: { type: 'url', url: 'https://example.com/a.png' } } as const;
    assert.equal(runKindOf(draftOf({ references: [image] })).mode, 'firstFrame');
    assert.equal(runKindOf(draftOf({ references: [image, image] })).mode, 'firstAndLastFrame');
  });
});
