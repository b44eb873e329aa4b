import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, it, type TestContext } from 'node:test';
import { sumOf, type Charge } from '../../../../src/engine/jobs/charges.ts';
import type { Job } from '../../../../src/engine/jobs/job.ts';
import { dayOf, monthOf } from '../../../../src/engine/jobs/periods.ts';
import { JobStore } from '../../../../src/engine/jobs/store.ts';
import { draftOf, jobOf, unsentJobOf } from '../../../support/engine/fixtures.ts';
import { temporaryFolder } from '../../../support/engine/folder.ts';

const { TZ: zone } = process.env;
describe('what jobs have cost', () => {
  afterEach(() => {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  });

  const allTime = { start: 0, end: 1e13 };

  function newPath(t: TestContext): string {
    return join(temporaryFolder(t), 'jobs.db');
  }

  function open(t: TestContext): { readonly store: JobStore; readonly path: string } {
    const path = newPath(t);
    const store = new JobStore(path);
    t.after(() => store.close());
    return { store, path };
  }

  /** A store with a job of 10 credits at each of these times. */
  function chargedAt(t: TestContext, ...times: readonly string[]): JobStore {
    const { store } = open(t);
    for (const time of times) store.insert(charged({ id: time, createdAt: Date.parse(time) }));
    return store;
  }

  let count = 0;
  function charged(fields: Partial<Job>): Job {
    count += 1;
    return jobOf({ id: `job ${count}`, creditsCharged: 10, ...fields });
  }

  function creditsOf(store: JobStore, period: { readonly start: number; readonly end: number }): number {
    return sumOf(store.charges.during(period)).credits;
  }

  describe('what was charged', () => {
    it('is summed by model, the dearest first', (t) => {
      const { store } = open(t);
      store.insert(charged({ creditsCharged: 0.1 }));
      store.insert(charged({ creditsCharged: 0.2 }));
      store.insert(charged({ creditsCharged: 64, draft: draftOf({ id: 'fast', model: 'seedance-2.0-fast' }) }));
      const [dearest, other, ...more] = store.charges.during(allTime);
      assert.deepEqual(dearest, { model: 'seedance-2.0-fast', credits: 64, jobs: 1, unnamed: 0, unknown: 0 });
      assert.deepEqual([other?.model, other?.jobs, other?.credits.toFixed(6)], ['seedance-2.0', 2, '0.300000']);
      assert.deepEqual(more, []);
    });

    it('counts whatever became of the job, also when it was removed from view, and nothing of the sandbox', (t) => {
      const { store } = open(t);
      for (const state of ['queued', 'processing', 'succeeded', 'failed', 'cancelled'] as const)
        store.insert(charged({ id: state, state }));
      for (const state of ['succeeded', 'failed']) store.remove(state, 5000);
      store.insert(charged({ service: 'sandbox', creditsCharged: 1000 }));
      assert.deepEqual(sumOf(store.charges.during(allTime)), { credits: 50, jobs: 5, unnamed: 0, unknown: 0 });
    });

    it('keeps apart what was not named, and what nobody knows; what was not accepted is not there at all', (t) => {
      const { store } = open(t);
      store.insert(jobOf({ id: 'unnamed' }));
      store.insert(charged({ creditsCharged: 0 }));
      store.insert(unsentJobOf({ id: 'unknown', state: 'unknown', sentAt: 1100 }));
      store.insert(unsentJobOf({ id: 'removed', state: 'unknown', sentAt: 1100 }));
      store.remove('removed', 5000);
      store.insert(unsentJobOf({ id: 'rejected', state: 'rejected' }));
      store.insert(unsentJobOf({ id: 'sending', sentAt: 1100 }));
      store.insert(unsentJobOf({ id: 'withdrawn', draft: draftOf({ id: 'withdrawn' }) }));
      store.withdraw('withdrawn', 5000);
      assert.deepEqual(sumOf(store.charges.during(allTime)), { credits: 0, jobs: 1, unnamed: 1, unknown: 2 });
    });

    it('believes who saw that a lost job was not charged, until the service says otherwise', (t) => {
      const { store } = open(t);
      store.insert(unsentJobOf({ state: 'unknown', sentAt: 1100 }));
      const known = (): Charge => sumOf(store.charges.during(allTime));
      assert.equal(known().unknown, 1);
      store.apply('job', { type: 'notCharged' });
      store.remove('job', 5000);
      assert.deepEqual(known(), { credits: 0, jobs: 0, unnamed: 0, unknown: 0 });
      const created = { requestId: 'req_1', creditsCharged: 64 };
      store.apply('job', { type: 'accepted', created, at: 6000, pollAt: 7000 });
      assert.deepEqual(known(), { credits: 64, jobs: 1, unnamed: 0, unknown: 0 });
    });

    it('counts a job whose words can not be read, and stands a row that is damaged', (t) => {
      const { store, path } = open(t);
      store.insert(charged({ id: 'newer' }));
      store.insert(charged({ id: 'damaged' }));
      const database = new DatabaseSync(path);
      t.after(() => database.close());
      database.exec("UPDATE jobs SET body = '{\"of\":\"a newer version\"}', state = 'archived' WHERE id = 'newer'");
      database.exec("UPDATE jobs SET settings = '[\"live\"', body = 'cut' WHERE id = 'damaged'");
      assert.deepEqual(
        store.charges.during(allTime).map(({ model, credits }) => [model, credits]),
        [
          ['', 10],
          ['seedance-2.0', 10],
        ],
      );
      assert.deepEqual(store.charges.entries(), [
        { createdAt: 1000, state: 'queued', model: '', credits: 10 },
        { createdAt: 1000, state: 'archived', model: 'seedance-2.0', credits: 10 },
      ]);
    });

    it('is found fast in a database of an earlier version too', (t) => {
      const path = newPath(t);
      new JobStore(path).close();
      const database = new DatabaseSync(path);
      database.exec("DROP INDEX jobsByTime; UPDATE meta SET value = 2 WHERE name = 'schemaVersion'");
      database.close();
      const later = new JobStore(path);
      t.after(() => later.close());
      assert.ok(
        planOf(path).every((step) => step.includes('INDEX jobsByTime')),
        planOf(path).join('; '),
      );
    });

    it('knows its months, the last first, whatever the clock was set to', (t) => {
      process.env['TZ'] = 'Europe/Berlin';
      const store = chargedAt(
        t,
        '2026-03-10T10:00:00Z',
        '2026-03-31T21:59:59Z',
        '2026-03-31T22:00:00Z',
        '2024-02-29T12:00:00Z',
      );
      for (const createdAt of [-6e13, 0, 9e15]) store.insert(charged({ createdAt }));
      store.insert(jobOf({ id: 'sandbox', service: 'sandbox', createdAt: Date.parse('2026-06-01T12:00:00Z') }));
      const months = store.charges.months();
      assert.deepEqual(
        months.map(({ start }) => new Date(start).toISOString()),
        [
          '2026-03-31T22:00:00.000Z',
          '2026-02-28T23:00:00.000Z',
          '2024-01-31T23:00:00.000Z',
          '1969-12-31T23:00:00.000Z',
        ],
      );
      assert.deepEqual(
        months.map((month) => creditsOf(store, month)),
        [10, 20, 10, 10],
      );
    });

    it('is summed fast over ten thousand jobs', (t) => {
      const { store, path } = open(t);
      const now = Date.UTC(2026, 10, 25, 12);
      fill(path, 10_000, (index) =>
        charged({
          id: `job-${index}`,
          createdAt: now - index * 3_600_000,
          state: 'succeeded',
          draft: draftOf({ prompt: 'x'.repeat(1500) }),
        }),
      );
      const began = performance.now();
      const months = store.charges.months();
      const credits = months.reduce((sum, month) => sum + creditsOf(store, month), 0);
      const took = performance.now() - began;
      t.diagnostic(`${months.length} months in ${took.toFixed(1)} ms`);
      assert.equal(credits, 100_000);
      // The bodies of all jobs are not read for each of the months.
      assert.ok(
        planOf(path).every((step) => /USING (COVERING )?INDEX jobsByTime/.test(step)),
        planOf(path).join('; '),
      );
    });
  });

  /** Puts many jobs on disk at once; the store would wait for the disk after each of them. */
  function fill(path: string, jobs: number, make: (index: number) => Job): void {
    const database = new DatabaseSync(path);
    const insert = database.prepare(
      `INSERT INTO jobs (id, state, body, unfinished, notified, createdAt, settings, creditsCharged, revision) VALUES (?, ?, ?, 0, 0, ?, ?, ?, 1)`,
    );
    database.exec('BEGIN');
    for (let index = 0; index < jobs; index += 1) {
      const job = make(index);
      const settings = JSON.stringify([job.service, job.draft.model, job.draft.duration, job.draft.resolution, []]);
      insert.run(job.id, job.state, JSON.stringify(job), job.createdAt, settings, job.creditsCharged ?? null);
    }
    database.exec('COMMIT');
    database.close();
  }

  /** How SQLite finds the jobs of a time. */
  function planOf(path: string): string[] {
    const database = new DatabaseSync(path, { readOnly: true });
    const sql =
      'EXPLAIN QUERY PLAN SELECT settings, state, creditsCharged FROM jobs WHERE createdAt >= 1 AND createdAt < 2';
    const steps = database
      .prepare(sql)
      .all()
      .map(({ detail }) => String(detail));
    database.close();
    return steps;
  }

  describe('a day', () => {
    it('begins and ends at midnight of the time zone that the user is in', (t) => {
      const store = chargedAt(t, '2026-11-25T15:00:00Z');
      for (const [place, at, credits] of [
        ['Asia/Tokyo', '2026-11-25T14:59:59Z', 0],
        ['Asia/Tokyo', '2026-11-26T14:59:59Z', 10],
        ['Asia/Tokyo', '2026-11-26T15:00:00Z', 0],
        ['America/Los_Angeles', '2026-11-26T07:59:59Z', 10],
        ['America/Los_Angeles', '2026-11-26T08:00:00Z', 0],
        ['Asia/Kathmandu', '2026-11-25T18:14:59Z', 10],
        ['Asia/Kathmandu', '2026-11-25T18:15:00Z', 0],
      ] as const) {
        process.env['TZ'] = place;
        assert.equal(creditsOf(store, dayOf(Date.parse(at))), credits, `${place} ${at}`);
      }
    });

    it('has 23, 24.5 or 25 hours where the clocks change, and begins at one where there is no midnight', () => {
      for (const [place, at, start, hours] of [
        ['Europe/Berlin', '2026-03-29T10:00:00Z', '2026-03-28T23:00:00.000Z', 23],
        ['Europe/Berlin', '2026-10-25T00:30:00Z', '2026-10-24T22:00:00.000Z', 25],
        ['Europe/Berlin', '2026-10-25T22:59:59Z', '2026-10-24T22:00:00.000Z', 25],
        ['Australia/Lord_Howe', '2026-04-05T00:00:00Z', '2026-04-04T13:00:00.000Z', 24.5],
        ['Africa/Cairo', '2026-04-24T10:00:00Z', '2026-04-23T22:00:00.000Z', 23],
        ['America/Havana', '2026-11-01T05:30:00Z', '2026-11-01T04:00:00.000Z', 25],
      ] as const) {
        process.env['TZ'] = place;
        const day = dayOf(Date.parse(at));
        assert.deepEqual([new Date(day.start).toISOString(), (day.end - day.start) / 3_600_000], [start, hours], place);
      }
    });

    it('and the months leave no moment out and count none twice', () => {
      for (const place of ['Europe/Berlin', 'Africa/Cairo', 'America/Havana', 'Pacific/Apia', 'UTC']) {
        process.env['TZ'] = place;
        for (const periodOf of [dayOf, monthOf]) {
          let period = periodOf(Date.UTC(2026, 0, 1));
          while (period.end < Date.UTC(2028, 2, 2)) {
            const next = periodOf(period.end);
            assert.equal(next.start, period.end, place);
            assert.deepEqual(periodOf(next.start - 1), period, place);
            period = next;
          }
        }
      }
    });
  });

  describe('a month', () => {
    it('ends with its last day, also in a leap year and at the end of a year', () => {
      process.env['TZ'] = 'America/New_York';
      for (const [at, start, end] of [
        ['2028-02-29T23:00:00-05:00', '2028-02-01T05:00:00.000Z', '2028-03-01T05:00:00.000Z'],
        ['2026-12-31T23:59:59-05:00', '2026-12-01T05:00:00.000Z', '2027-01-01T05:00:00.000Z'],
        ['2026-03-31T23:59:59-04:00', '2026-03-01T05:00:00.000Z', '2026-04-01T04:00:00.000Z'],
      ] as const) {
        const month = monthOf(Date.parse(at));
        assert.deepEqual(
          [month.start, month.end].map((time) => new Date(time).toISOString()),
          [start, end],
        );
      }
    });
  });
});
