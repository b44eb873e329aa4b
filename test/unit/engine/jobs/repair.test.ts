import assert from 'node:assert/strict';
import { copyFileSync, existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it, type TestContext } from 'node:test';
import { Database } from '../../../../src/engine/jobs/database.ts';
import type { Job } from '../../../../src/engine/jobs/job.ts';
import { parseJob } from '../../../../src/engine/jobs/jobSchema.ts';
import { finishRepair, repairDatabase } from '../../../../src/engine/jobs/repair.ts';
import { copyRows } from '../../../../src/engine/jobs/salvage.ts';
import { migrate, schemaVersion } from '../../../../src/engine/jobs/schema.ts';
import { JobStore } from '../../../../src/engine/jobs/store.ts';
import { StoreError } from '../../../../src/engine/jobs/storeError.ts';
import { draftOf, jobOf, unsentJobOf } from '../../../support/engine/fixtures.ts';
import { temporaryFolder } from '../../../support/engine/folder.ts';

const pathIn = (t: TestContext): string => join(temporaryFolder(t), 'jobs.db');

/** A closed store with these drafts. */
function storeWith(path: string, ...ids: string[]): void {
  const store = new JobStore(path);
  for (const id of ids) store.drafts.save(draftOf({ id }), 1);
  store.close();
}

const draftsAt = (path: string): string[] => {
  const store = new JobStore(path);
  const ids = store.drafts.list().map(({ id }) => id);
  store.close();
  return ids.sort();
};

/** Damages the last page of each of these tables of a file that is closed; returns all bytes. */
function damagePages(path: string, ...tables: string[]): Buffer {
  const database = new DatabaseSync(path, { readOnly: true });
  const sql = "SELECT max(pageno) AS last FROM dbstat WHERE name = ? AND pagetype = 'leaf'";
  const pages = tables.map((table) => Number(database.prepare(sql).get(table)?.['last']));
  database.close();
  const bytes = readFileSync(path);
  for (const page of pages) bytes.fill(0xa5, (page - 1) * 4096, page * 4096);
  writeFileSync(path, bytes);
  return bytes;
}

describe('what is salvaged', () => {
  it('is every row that fits, also where another does not', () => {
    const from = new DatabaseSync(':memory:');
    from.exec(
      "CREATE TABLE drafts (id, body, updatedAt); INSERT INTO drafts VALUES ('a', '{}', 1), ('b', '{}', 'soon'), ('c', '{}', 3)",
    );
    const to = new DatabaseSync(':memory:');
    migrate(to);
    copyRows(from, to);
    assert.deepEqual(
      to
        .prepare('SELECT id FROM drafts')
        .all()
        .map(({ id }) => id),
      ['a', 'c'],
    );
    assert.equal(to.isTransaction, false);
  });
});

describe('what is salvaged of a table', () => {
  it('is also a row with a higher number than a file of this size has rows', () => {
    const [from, to] = [new DatabaseSync(':memory:'), new DatabaseSync(':memory:')];
    for (const database of [from, to]) migrate(database);
    from.exec("INSERT INTO drafts (rowid, id, body, updatedAt) VALUES (1, 'a', '{}', 1), (10000000000, 'b', '{}', 1)");
    copyRows(from, to);
    assert.deepEqual(
      to
        .prepare('SELECT id FROM drafts')
        .all()
        .map(({ id }) => id),
      ['a', 'b'],
    );
  });
});

describe('what two files know of one job', () => {
  /** A database with this one job, changed last at `revision`. */
  function holding(job: Job, revision: number, state: string = job.state): DatabaseSync {
    const database = new DatabaseSync(':memory:');
    migrate(database);
    database
      .prepare("INSERT INTO jobs VALUES (?, ?, ?, 1, 0, 1, '', NULL, ?, NULL)")
      .run(job.id, state, JSON.stringify(job), revision);
    return database;
  }
  const merged = (from: DatabaseSync, to: DatabaseSync) => {
    copyRows(from, to);
    const { state, body } = to.prepare('SELECT state, body FROM jobs').get() ?? {};
    return { state, sentAt: parseJob(body)?.sentAt };
  };
  const unsent = unsentJobOf();

  it('is put together by which of them changed it last', () => {
    const sent = { ...unsent, sentAt: 5 };
    assert.deepEqual(merged(holding(sent, 8), holding(unsent, 7)), { state: 'submitting', sentAt: 5 });
    assert.deepEqual(merged(holding(unsent, 7), holding(sent, 8)), { state: 'submitting', sentAt: 5 });
  });

  it('sends no job that was withdrawn: its draft may have been sent anew', () => {
    const withdrawn = { state: 'withdrawn', sentAt: undefined };
    assert.deepEqual(merged(holding({ ...unsent, sentAt: 5 }, 8), holding(unsent, 7, 'withdrawn')), withdrawn);
  });

  it('tells every window of what has come', () => {
    const to = holding(jobOf({ id: 'other' }), 90);
    copyRows(holding(unsent, 7), to);
    assert.ok(Number(to.prepare('SELECT revision FROM jobs WHERE id = ?').get(unsent.id)?.['revision']) > 90);
  });
});

describe('a file with several bad places', () => {
  it('loses what is in them, and nothing between them', (t) => {
    const path = pathIn(t);
    const count = 600;
    storeWith(path, 'first');
    const database = new DatabaseSync(path);
    const sql = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})
      INSERT INTO drafts SELECT 'draft-' || i, json_set(body, '$.id', 'draft-' || i, '$.prompt', ?), 1 FROM n, drafts WHERE id = 'first'`;
    database.prepare(sql).run('x'.repeat(2000));
    database.close();
    const bytes = readFileSync(path);
    for (const place of [0.3, 0.5, 0.8]) {
      const page = Math.floor((bytes.length / 4096) * place);
      bytes.fill(0xa5, page * 4096, (page + 1) * 4096);
    }
    writeFileSync(path, bytes);
    const readable = new DatabaseSync(path, { readOnly: true });
    const ids: string[] = [];
    for (let row = 1; row <= count + 1; row++) {
      try {
        ids.push(String(readable.prepare('SELECT id, body FROM drafts WHERE rowid = ?').get(row)?.['id']));
      } catch {
        // It is lost.
      }
    }
    readable.close();
    assert.ok(ids.length > count - 20 && ids.length < count + 1, `${ids.length} rows can be read one by one`);
    repairDatabase(path);
    assert.deepEqual(draftsAt(path), ids.sort());
  });
});

describe('a file whose last page of jobs is bad', () => {
  it('is read in no time, and all that is in other tables kept', (t) => {
    const path = pathIn(t);
    storeWith(path, 'first');
    const database = new DatabaseSync(path);
    database
      .prepare(
        `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
          INSERT INTO jobs SELECT 'job-' || i, 'failed', ?, 0, 0, i, '', NULL, i, NULL FROM n`,
      )
      .run(JSON.stringify(jobOf({ draft: draftOf({ prompt: 'x'.repeat(1000) }) })));
    database.close();
    damagePages(path, 'jobs');
    const since = performance.now();
    repairDatabase(path);
    const lasted = performance.now() - since;
    assert.ok(lasted < 5000, `${lasted} ms`);
    assert.deepEqual(draftsAt(path), ['first']);
    const mended = new DatabaseSync(path, { readOnly: true });
    t.after(() => mended.close());
    const jobs = Number(mended.prepare('SELECT count(*) AS n FROM jobs').get()?.['n']);
    assert.ok(jobs > 2990 && jobs < 3000, `${jobs} jobs`);
  });
});

describe('a repair', () => {
  /** Damages the drafts' part of a file that is closed. */
  function damage(path: string): void {
    const bytes = readFileSync(path);
    bytes.fill(0xa5, bytes.length - 20_000);
    writeFileSync(path, bytes);
  }

  it('leaves it known which windows live, and who looks', (t) => {
    const path = pathIn(t);
    const store = new JobStore(path);
    store.windows.beat('one', false, 1000);
    const lease = store.windows.takeLease('one', 1000, 9000);
    for (let index = 0; index < 100; index++)
      store.drafts.save(draftOf({ id: String(index), prompt: 'x'.repeat(900) }), 1);
    store.close();
    damage(path);
    repairDatabase(path);
    const mended = new JobStore(path);
    t.after(() => mended.close());
    assert.ok(mended.claimRepair());
    assert.deepEqual([...mended.windows.living(2000).ids], ['one']);
    assert.deepEqual(mended.windows.takeLease('one', 2000, 9000), lease);
  });

  it('that comes to nothing leaves the file as it is, and no copy beside it', (t) => {
    const path = pathIn(t);
    storeWith(path, ...Array.from({ length: 100 }, (_, index) => `draft-${index}`));
    damage(path);
    const bytes = readFileSync(path);
    t.mock.method(DatabaseSync.prototype, 'prepare', () => {
      throw new Error('disk is full');
    });
    assert.throws(() => repairDatabase(path), /disk is full/);
    assert.deepEqual(readFileSync(path), bytes);
    assert.deepEqual(
      readdirSync(join(path, '..')).filter((name) => /damaged|salvaged|repair$/.test(name)),
      [],
    );
  });

  it('is waited for by a write, which goes on where it turns out to have been cut off', (t) => {
    const path = pathIn(t);
    const store = new JobStore(path);
    t.after(() => store.close());
    writeFileSync(`${path}.repair`, '');
    store.drafts.save(draftOf({ id: 'one' }), 1);
    assert.deepEqual(draftsAt(path), ['one']);
    assert.ok(!existsSync(`${path}.repair`));
  });

  it('that replaces a file just as it is written to makes the write once more, in the new one', (t) => {
    const path = pathIn(t);
    storeWith(path, 'old');
    const database = new Database(path);
    t.after(() => database.close());
    let times = 0;
    database.transaction(() => {
      database.run("INSERT OR REPLACE INTO urls VALUES ('hash', 'typed', 'written')");
      // What a repair does that has read this file before: the path leads to another one.
      if (times++ > 0) return;
      const snapshot = new DatabaseSync(path, { readOnly: true });
      snapshot.exec(`VACUUM INTO '${path}.other'`);
      snapshot.close();
      renameSync(path, `${path}.aside`);
      renameSync(`${path}.other`, path);
    });
    assert.equal(times, 2);
    const other = new DatabaseSync(path, { readOnly: true });
    t.after(() => other.close());
    assert.deepEqual(
      other
        .prepare('SELECT url FROM urls')
        .all()
        .map(({ url }) => url),
      ['written'],
    );
  });
});

describe('a repair that was cut off', () => {
  it('before the old file was set aside costs nothing that was written to it since', (t) => {
    const path = pathIn(t);
    storeWith(path, 'old');
    copyFileSync(path, `${path}.salvaged`);
    storeWith(path, 'new');
    assert.deepEqual(draftsAt(path), ['new', 'old']);
    assert.ok(!readdirSync(join(path, '..')).some((name) => name.includes('salvaged')));
  });

  it('after that ends with the new file, and no log of the old one', (t) => {
    const path = pathIn(t);
    storeWith(`${path}.salvaged`, 'kept');
    writeFileSync(`${path}-wal`, 'of another file');
    finishRepair(path);
    assert.deepEqual(draftsAt(path), ['kept']);
    const aside = readdirSync(join(path, '..')).filter((name) => name.includes('damaged'));
    assert.equal(aside.length, 1, String(aside));
  });
});

describe('a damaged database of a newer version', () => {
  /** A closed database with 500 drafts, in which somebody has done `sql`. */
  function changedBy(path: string, sql: string): void {
    storeWith(path, ...Array.from({ length: 500 }, (_, index) => `draft-${index}`));
    const database = new DatabaseSync(path);
    database.exec(`${sql}; PRAGMA wal_checkpoint(TRUNCATE)`);
    database.close();
  }

  const ofNewer = "UPDATE meta SET value = 98 WHERE name = 'schemaVersion'";
  const left: [string, string, ...string[]][] = [
    [
      'with a table of its own',
      `${ofNewer}; CREATE TABLE boards (number INTEGER PRIMARY KEY) STRICT; INSERT INTO boards VALUES (-1)`,
    ],
    ['that forbids this one to write', "UPDATE meta SET value = 98 WHERE name = 'minWriter'"],
    ['that its first page alone still tells of', `${ofNewer}; PRAGMA user_version = 98`, 'meta'],
  ];
  for (const [which, sql, ...tables] of left)
    it(`${which} is left to that version`, (t) => {
      const path = pathIn(t);
      changedBy(path, sql);
      const bytes = damagePages(path, 'drafts', ...tables);
      assert.throws(
        () => repairDatabase(path),
        (error) => error instanceof StoreError && error.trouble === 'damagedNewer',
      );
      assert.deepEqual(readFileSync(path), bytes);
      assert.deepEqual(
        readdirSync(join(path, '..')).filter((name) => /damaged|salvaged|repair$/.test(name)),
        [],
      );
    });

  it('is used again where that version has mended it', (t) => {
    const path = pathIn(t);
    changedBy(path, ofNewer);
    repairDatabase(path);
    assert.equal(draftsAt(path).length, 500);
  });

  it('is told from one of ours in which somebody else has made something', (t) => {
    const path = pathIn(t);
    changedBy(path, 'CREATE VIRTUAL TABLE words USING fts5 (text); CREATE VIEW all_of AS SELECT * FROM drafts');
    damagePages(path, 'drafts');
    repairDatabase(path);
    assert.ok(draftsAt(path).length > 400);
  });

  it('is known by its first page from the day that it is made', (t) => {
    const path = pathIn(t);
    storeWith(path);
    const database = new DatabaseSync(path, { readOnly: true });
    t.after(() => database.close());
    assert.equal(database.prepare('PRAGMA user_version').get()?.['user_version'], schemaVersion);
  });
});
