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
import { migrate } from '../../../../src/engine/jobs/schema.ts';
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
  /** A database with 500 drafts, in which a newer version has done `sql`; closed. */
  function ofNewer(path: string, sql: string): void {
    storeWith(path, ...Array.from({ length: 500 }, (_, index) => `draft-${index}`));
    const database = new DatabaseSync(path);
    database.exec(`UPDATE meta SET value = 98 WHERE name = 'schemaVersion'; ${sql}; PRAGMA wal_checkpoint(TRUNCATE)`);
    database.close();
  }

  /** Damages a page of the drafts; returns all bytes. */
  function damageDrafts(path: string): Buffer {
    const database = new DatabaseSync(path, { readOnly: true });
    const sql =
      "SELECT pageno FROM dbstat WHERE name = 'drafts' AND pagetype = 'leaf' ORDER BY pageno LIMIT 1 OFFSET 9";
    const page = Number(database.prepare(sql).get()?.['pageno']);
    database.close();
    const bytes = readFileSync(path);
    bytes.fill(0xa5, (page - 1) * 4096, page * 4096);
    writeFileSync(path, bytes);
    return bytes;
  }

  const all = (path: string, sql: string) => {
    const database = new DatabaseSync(path, { readOnly: true });
    try {
      return database
        .prepare(sql)
        .all()
        .map((row) => Object.values(row));
    } finally {
      database.close();
    }
  };

  const additions = `
    ALTER TABLE jobs ADD COLUMN tags TEXT;
    ALTER TABLE drafts ADD COLUMN "order" INTEGER NOT NULL DEFAULT 7;
    UPDATE drafts SET "order" = 8 WHERE id = 'draft-3';
    CREATE TABLE shots (number INTEGER PRIMARY KEY, of TEXT REFERENCES boards (id), hash INTEGER, twice INTEGER AS (number * 2)) STRICT;
    CREATE TABLE boards (id TEXT PRIMARY KEY) STRICT;
    CREATE UNIQUE INDEX shotsByHash ON shots (hash);
    INSERT INTO boards VALUES ('board');
    INSERT INTO shots VALUES (5, 'board', 9007199254740993);
    INSERT INTO meta VALUES ('boardsSeen', 3)`;

  it('is mended with what that version has added, and stays of that version', (t) => {
    const path = pathIn(t);
    ofNewer(path, additions);
    damageDrafts(path);
    repairDatabase(path);
    assert.ok(draftsAt(path).length > 400);
    assert.deepEqual(all(path, 'SELECT number, of, CAST(hash AS TEXT), twice FROM shots'), [
      [5, 'board', '9007199254740993', 10],
    ]);
    assert.deepEqual(all(path, 'SELECT id FROM boards'), [['board']]);
    assert.deepEqual(all(path, `SELECT "order" FROM drafts WHERE id IN ('draft-2', 'draft-3') ORDER BY id`), [
      [7],
      [8],
    ]);
    assert.deepEqual(all(path, "SELECT name FROM pragma_table_info('jobs') WHERE name = 'tags'"), [['tags']]);
    assert.deepEqual(all(path, "SELECT name FROM sqlite_schema WHERE name LIKE 'shots%'"), [
      ['shots'],
      ['shotsByHash'],
    ]);
    const versions = "SELECT name, value FROM meta WHERE name IN ('schemaVersion', 'boardsSeen') ORDER BY name";
    assert.deepEqual(all(path, versions), [
      ['boardsSeen', 3],
      ['schemaVersion', 98],
    ]);
    assert.deepEqual(all(path, 'PRAGMA integrity_check'), [['ok']]);
  });

  it('is mended a second time, and told of with what was kept then', (t) => {
    const path = pathIn(t);
    ofNewer(path, additions);
    for (const time of [1, 2]) {
      damageDrafts(path);
      repairDatabase(path);
      const store = new JobStore(path);
      const repair = store.claimRepair();
      assert.equal(repair?.drafts, store.drafts.list().length, `repair ${time}`);
      assert.equal(store.claimRepair(), undefined);
      store.close();
    }
    assert.deepEqual(all(path, 'SELECT id FROM boards'), [['board']]);
  });

  const left: [string, string][] = [
    ['that forbids this one to write', "UPDATE meta SET value = 99 WHERE name = 'minWriter'"],
    ['with a search in it', 'CREATE VIRTUAL TABLE words USING fts5 (text)'],
    ['with a table without row numbers', 'CREATE TABLE pairs (a TEXT PRIMARY KEY) STRICT, WITHOUT ROWID'],
    ['with a column that is worked out', 'ALTER TABLE jobs ADD COLUMN twice INTEGER AS (createdAt * 2)'],
    ['with a trigger', 'CREATE TRIGGER told AFTER INSERT ON jobs BEGIN DELETE FROM consents; END'],
  ];
  for (const [which, sql] of left)
    it(`${which} is left to that version`, (t) => {
      const path = pathIn(t);
      ofNewer(path, sql);
      const bytes = damageDrafts(path);
      assert.throws(
        () => repairDatabase(path),
        (error) => error instanceof StoreError && error.trouble === 'newer',
      );
      assert.deepEqual(readFileSync(path), bytes);
      assert.ok(!existsSync(`${path}.repair`));
    });
});
