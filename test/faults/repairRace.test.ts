import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { it } from 'node:test';
import { DatabaseSync } from 'node:sqlite';
import { open } from 'node:fs/promises';
import { JobStore } from '../../src/engine/jobs/store.ts';
import { draftOf, jobOf, unsentJobOf } from '../support/engine/fixtures.ts';
import { temporaryFolder } from '../support/engine/folder.ts';

const oldJobs = 3000;
const unsentJobs = 1500;

/** Fills a new store with old jobs, which take their room, and with jobs of the window `A` that are about to be sent. */
function fill(path: string): void {
  const store = new JobStore(path);
  store.insert(jobOf({ id: 'old', state: 'failed', draft: draftOf({ id: 'old', prompt: 'x'.repeat(2000) }) }));
  store.insert(unsentJobOf({ id: 'unsent', owner: 'A', draft: draftOf({ id: 'unsent' }) }));
  store.close();
  const database = new DatabaseSync(path);
  const copies = database.prepare(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?2)
    INSERT INTO jobs SELECT id || i, state, json_set(body, '$.id', id || i, '$.draft.id', id || i), unfinished, notified, createdAt,
      settings, creditsCharged, revision, removedAt FROM n, jobs WHERE id = ?1`);
  copies.run('old', oldJobs);
  copies.run('unsent', unsentJobs);
  database.close();
}

/** A window that is about to send one job after the other, and says of which that is on disk. */
const sender = (path: string): string => `
  import { JobStore } from ${JSON.stringify(join(import.meta.dirname, '../../src/engine/jobs/store.ts'))};
  import { statSync } from 'node:fs';
  const path = ${JSON.stringify(path)};
  const store = new JobStore(path);
  const file = statSync(path).ino;
  let more = 50;
  for (let i = 1; i <= ${unsentJobs} && more > 0; i++) {
    if (store.apply('unsent' + i, { type: 'sent', at: i }, { owner: 'A' })) console.log(i);
    if (statSync(path, { throwIfNoEntry: false })?.ino !== file) more--;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  store.close();`;

it('what is about to be sent stays so while another window mends the database: nothing is sent twice', async (t) => {
  const path = join(temporaryFolder(t), 'jobs.db');
  fill(path);
  const other = new JobStore(path);
  t.after(() => other.close());
  const window = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', sender(path)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const sent: string[] = [];
  const lines = createInterface(window.stdout).on('line', (line) => sent.push(`unsent${line}`));
  const ended = Promise.all([once(window, 'close'), once(lines, 'close')]);
  await once(lines, 'line');
  // A page of the old jobs goes bad, in place: the windows have the file open.
  const file = await open(path, 'r+');
  await file.write(Buffer.alloc(8192, 0xa5), 0, 8192, 4096 * 700);
  await file.close();
  other.list();
  await ended;
  assert.equal(window.exitCode, 0);
  assert.ok(other.claimRepair(), 'it was mended');
  assert.ok(sent.length > 50 && sent.length <= unsentJobs, `${sent.length} were sent`);
  const lost = sent.filter((id) => other.get(id)?.sentAt === undefined);
  assert.deepEqual(lost, [], `${lost.length} of ${sent.length} could be withdrawn, and sent once more`);
});
