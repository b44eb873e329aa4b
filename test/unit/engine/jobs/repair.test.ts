import assert from 'node:assert/strict';
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it, type TestContext } from 'node:test';
import { copyRows, finishRepair, repairDatabase } from '../../../../src/engine/jobs/repair.ts';
import { migrate } from '../../../../src/engine/jobs/schema.ts';
import { JobStore } from '../../../../src/engine/jobs/store.ts';
import { StoreError } from '../../../../src/engine/jobs/storeError.ts';
import { draftOf } from '../../../support/engine/fixtures.ts';
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
  it('is left to that version', (t) => {
    const path = pathIn(t);
    storeWith(path, ...Array.from({ length: 500 }, (_, index) => `draft-${index}`));
    const database = new DatabaseSync(path);
    database.exec("UPDATE meta SET value = 99 WHERE name = 'minWriter'; PRAGMA wal_checkpoint(TRUNCATE)");
    database.close();
    const bytes = readFileSync(path);
    bytes.fill(0xa5, bytes.length - 20_000);
    writeFileSync(path, bytes);
    assert.throws(
      () => repairDatabase(path),
      (error) => error instanceof StoreError && error.trouble === 'damaged',
    );
    assert.deepEqual(readFileSync(path), bytes);
  });
});
