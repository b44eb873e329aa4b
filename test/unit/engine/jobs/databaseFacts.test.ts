import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { systemClock } from '../../../../src/engine/clock.ts';
import { readDatabaseFacts } from '../../../../src/engine/jobs/databaseFacts.ts';
import { JobStore } from '../../../../src/engine/jobs/store.ts';
import { logJobs } from '../../../../src/engine/log/jobLog.ts';
import { jobOf, unsentJobOf } from '../../../support/engine/fixtures.ts';

test('a report and the log say of a job of which nothing was sent that it was withdrawn', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'seedance-facts-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'jobs.db');
  const store = new JobStore(path);
  const lines: string[] = [];
  const write = (line: unknown): void => void lines.push(String(line));
  const logging = logJobs(store, { debug: () => undefined, info: write, warn: write }, systemClock);
  store.insert(unsentJobOf({ id: 'unsent' }));
  store.insert(jobOf({ id: 'lost', requestId: 'lost', state: 'processing' }));
  store.withdraw('unsent', 5);
  store.remove('lost', 6);
  assert.deepEqual(lines.at(-1), 'job unsent (live): withdrawn, nothing was sent');
  logging.dispose();
  store.close();
  const facts = readDatabaseFacts(path, 0, 10);
  assert.ok(typeof facts === 'object');
  assert.deepEqual(
    new Map(facts.jobs.map(({ job, withdrawn, removed }) => [job.id, [withdrawn, removed]])),
    new Map([
      ['unsent', [true, true]],
      ['lost', [false, true]],
    ]),
  );
});
