import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it, type TestContext } from 'node:test';
import { copyRows } from '../../../../src/engine/jobs/salvage.ts';
import { JobStore } from '../../../../src/engine/jobs/store.ts';
import { draftOf, jobOf } from '../../../support/engine/fixtures.ts';
import { temporaryFolder } from '../../../support/engine/folder.ts';

function open(t: TestContext, path = join(temporaryFolder(t), 'jobs.db')): { store: JobStore; path: string } {
  const store = new JobStore(path);
  t.after(() => store.close());
  return { store, path };
}

/** Jobs with these prompts, sent one after the other. */
function send(store: JobStore, ...prompts: readonly string[]): void {
  for (const prompt of prompts) {
    sent += 1;
    store.insert(jobOf({ id: `job ${sent}`, draft: draftOf({ id: `draft ${sent}`, prompt }), createdAt: sent }));
  }
}
let sent = 0;

const texts = (store: JobStore): string[] => store.prompts.list().map(({ text }) => text);

describe('the prompts that were sent', () => {
  it('are each there once, the one that was sent last first', (t) => {
    const { store } = open(t);
    send(store, 'Waves', 'Candle', 'Waves', ' Candle\n', 'Street');
    assert.deepEqual(texts(store), ['Street', 'Candle', 'Waves']);
  });

  it('stay when their jobs are removed from view, and are not those that were never sent', (t) => {
    const { store } = open(t);
    send(store, 'Removed');
    store.remove(`job ${sent}`, 1);
    store.insert(jobOf({ id: 'mine', state: 'submitting', draft: draftOf({ id: 'kept', prompt: 'Withdrawn' }) }));
    assert.ok(store.withdraw('mine', 2));
    assert.deepEqual(texts(store), ['Removed']);
  });

  it('go when they are forgotten, and come back when they are sent anew', (t) => {
    const { store } = open(t);
    send(store, 'Waves', 'Candle');
    store.prompts.setFavourite('Waves', true, sent);
    store.prompts.forget('Waves', sent);
    assert.deepEqual(texts(store), ['Candle']);
    assert.equal(store.prompts.isFavourite('Waves'), false);
    send(store, 'Waves');
    assert.deepEqual(store.prompts.list()[0], { text: 'Waves', favourite: false, sentAt: sent });
    assert.equal(store.list().length, 3);
  });

  it('are read past rows that cannot be, and may hold anything', (t) => {
    const { store, path } = open(t);
    const words = ['$(trash) [x](command:y)', "'; DROP TABLE jobs; --", '\u202eevil', 'x'.repeat(1 << 20), '木漏れ日'];
    send(store, ...words);
    const database = new DatabaseSync(path);
    database.exec("UPDATE jobs SET body = 'torn' WHERE createdAt = (SELECT min(createdAt) FROM jobs)");
    database.close();
    assert.deepEqual(texts(store), words.slice(1).reverse());
  });
});

describe('a favourite', () => {
  it('comes first, also one that was never sent, the last marked above the others', (t) => {
    const { store } = open(t);
    send(store, 'Waves', 'Candle', 'Street');
    store.prompts.setFavourite('Waves', true, 1);
    store.prompts.setFavourite('Only written', true, 2);
    assert.deepEqual(
      store.prompts.list().map(({ text, favourite }) => [text, favourite]),
      [
        ['Only written', true],
        ['Waves', true],
        ['Street', false],
        ['Candle', false],
      ],
    );
    store.prompts.setFavourite('Only written', false, 3);
    store.prompts.setFavourite('Waves', false, 3);
    assert.deepEqual(texts(store), ['Street', 'Candle', 'Waves']);
  });

  it('is known to every window, and none undoes the mark of another', (t) => {
    const { store: one, path } = open(t);
    const { store: other } = open(t, path);
    one.prompts.setFavourite('One', true, 1);
    other.prompts.setFavourite('Other', true, 2);
    assert.deepEqual(texts(one), ['Other', 'One']);
    assert.equal(other.prompts.isFavourite(' One\n'), true);
  });

  it('is nothing empty', (t) => {
    const { store } = open(t);
    store.prompts.setFavourite(' \n', true, 1);
    assert.deepEqual(texts(store), []);
    assert.equal(store.prompts.isFavourite(''), false);
  });

  it('is still there after a restart, and among what a repair keeps', (t) => {
    const path = join(temporaryFolder(t), 'jobs.db');
    const first = new JobStore(path);
    first.prompts.setFavourite('Kept', true, 1);
    first.close();
    const { store, path: repaired } = open(t);
    const [from, to] = [new DatabaseSync(path), new DatabaseSync(repaired)];
    copyRows(from, to);
    from.close();
    to.close();
    assert.deepEqual(texts(open(t, path).store), ['Kept']);
    assert.deepEqual(texts(store), ['Kept']);
  });

  it('gets its place in a database of an older version', (t) => {
    const { path } = open(t);
    const database = new DatabaseSync(path);
    database.exec("DROP TABLE prompts; UPDATE meta SET value = 4 WHERE name = 'schemaVersion'");
    database.close();
    const { store } = open(t, path);
    store.prompts.setFavourite('Kept', true, 1);
    assert.deepEqual(texts(store), ['Kept']);
  });
});
