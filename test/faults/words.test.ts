import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, suite, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { plain } from '../../src/editor/plain.ts';
import { fileNameOf } from '../../src/engine/downloads/fileName.ts';
import { freeName, place } from '../../src/engine/downloads/place.ts';
import { clipBytes, draftOf, jobOf } from '../support/engine/fixtures.ts';
import { NodeFiles } from '../support/engine/ports.ts';
import { Stage } from '../support/faults/stage.ts';
import { Tally } from '../support/faults/tally.ts';
import { until } from '../support/until.ts';
import { report } from './table.ts';
import { composerScenes } from './words/composer.ts';
import { pageScenes } from './words/pages.ts';
import { replyScenes } from './words/replies.ts';
import { allRows } from './words/rows.ts';
import { workbenchScenes } from './words/workbench.ts';

/** What a clip may be called on every system. */
const harmlessName = /^[^\p{C}/\\:*?"<>|.~ -][^\p{C}/\\:*?"<>|]*\.mp4$/u;

/** What Windows takes for a device, whatever ending it has. */
const reserved = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])\s*(?:\.|$)/i;

let stage: Stage;

before(async () => {
  stage = await Stage.open();
  const { studio } = stage;
  await studio.jobs();
  await studio.compose('The store is there');
  await studio.closeTabs();
});
afterEach(async (context) => await stage.studio.afterTest(context));
after(async () => await stage.close());

test('a corpus of at least 200 strings, none of them twice', () => {
  assert.ok(stage.words.length >= 200);
  assert.equal(new Set(stage.words.map(({ text }) => text)).size, stage.words.length);
});

suite('in rows and in names of files', () => {
  let tally: Tally;
  before(() => {
    tally = new Tally(stage);
  });
  after(() => {
    const fault = 'Hostile words in rows of the tree and in file names';
    report(50, { fault, tries: tally.tries, executed: tally.executed.length });
  });

  test('a file of every name is in its folder, and its name disguises nothing', async () => {
    const { words } = stage;
    const top = mkdtempSync(join(tmpdir(), 'seedance-words-'));
    const folder = join(top, 'clips');
    mkdirSync(folder);
    const root = readdirSync('/').sort();
    for (const { text } of words) {
      for (const pattern of [text, `{source}-${text}`]) {
        const name = fileNameOf(pattern, { source: text, prompt: text, model: text, date: new Date() });
        const part = join(folder, '.part');
        writeFileSync(part, clipBytes(2000));
        const file = await freeName({ uri: pathToFileURL(folder).href, path: folder }, name, 'mp4', new NodeFiles());
        await place(part, fileURLToPath(file));
      }
    }
    const files = readdirSync(folder);
    assert.equal(files.length, 2 * words.length);
    for (const file of files) {
      const harmless = reserved.test(file) ? 'no device of Windows' : harmlessName.exec(file)?.[0];
      tally.is('a file', file, harmless ?? 'a harmless name');
    }
    assert.deepEqual(readdirSync(top), ['clips']);
    assert.deepEqual(readdirSync('/').sort(), root);
    rmSync(top, { recursive: true });
    await tally.look('files');
  });

  test('every row says the beginning of its prompt and what the service said of it', async () => {
    const { words, store, studio } = stage;
    words.forEach(({ text }, index) => {
      const draft = draftOf({ id: `row-${index}`, prompt: text });
      store.insert(
        jobOf({ id: `row-${index}`, draft, state: 'failed', error: { message: text }, createdAt: Date.now() + index }),
      );
    });
    const wanted = words.map(
      ({ text }) => `${plain(text, 22) || 'Untitled'}\nfailed: ${plain(text, 80) || 'no reason given'}`,
    );
    let rows: ReadonlySet<string> = new Set();
    const all = async (): Promise<boolean> =>
      wanted.every((row) => rows.has(row)) || ((rows = await allRows(studio)), false);
    await until('a row of each', all, 30_000).catch(() => undefined);
    for (const row of wanted) tally.is('a row', rows.has(row) ? row : '', row);
    await tally.look('the tree');
    // No scene after this one scrolls past them.
    for (const index of words.keys()) store.remove(`row-${index}`, Date.now());
  });
});

workbenchScenes(() => stage);
composerScenes(() => stage);
pageScenes(() => stage);
replyScenes(() => stage);
