import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { plain } from '../../src/editor/plain.ts';
import { fileNameOf } from '../../src/engine/downloads/fileName.ts';
import { freeName, place } from '../../src/engine/downloads/place.ts';
import { JobStore } from '../../src/engine/jobs/store.ts';
import { clipBytes, draftOf, jobOf } from '../support/engine/fixtures.ts';
import { NodeFiles } from '../support/engine/ports.ts';
import { startCanary, type Canary } from '../support/faults/canary.ts';
import { corpus, mark, type Hostile } from '../support/faults/corpus.ts';
import { until } from '../support/until.ts';
import { Studio } from '../e2e/support.ts';
import { report } from './table.ts';

const clip = clipBytes(2000);
let canary: Canary;
let words: readonly Hostile[];
let studio: Studio;
let store: JobStore;
/** What ran, or came to be a link or an element of its own. */
const executed: string[] = [];
let tries = 0;

before(async () => {
  canary = await startCanary();
  words = corpus(canary.origin);
  studio = await Studio.open({
    settings: { 'seedance.sandbox': true },
    viewport: { width: 1400, height: 1400 },
  });
  studio.wb.page.on('dialog', (dialog) => executed.push(`dialog ${dialog.message()}`));
  await studio.wb.tree('Seedance', 'Jobs (Sandbox)');
  await studio.compose('The store is there');
  await studio.closeTabs();
  store = new JobStore(join(studio.storage, 'jobs.db'));
});
afterEach(async (context) => await studio.keepPicture(context));
after(async () => {
  report(50, {
    fault: 'Hostile words in rows of the tree and in file names',
    tries,
    executed: executed.length,
  });
  store.close();
  await studio.close();
  await canary.close();
});

/** Looks whether any of the words did something by now. */
async function look(where: string): Promise<void> {
  const { page } = studio.wb;
  for (const frame of page.frames()) {
    const found = await frame
      .evaluate<string[]>(
        `(() => {
          const made = ['href', 'data-href', 'src', 'action', 'onclick', 'onerror', 'onload'].flatMap((name) =>
            [...document.querySelectorAll('[' + name + '*="${mark}"]')].map((element) => name + ' ' + element.outerHTML.slice(0, 200)));
          return [...made, ...(window.__pwned === undefined ? [] : ['it ran']), ...({}.polluted === undefined ? [] : ['polluted'])];
        })()`,
      )
      .catch(() => []);
    executed.push(...found.map((what) => `${where}: ${what}`));
  }
  const strange = (await studio.wb.editors.titles()).filter((title) => /^Untitled-/.test(title));
  executed.push(...strange.map((title) => `${where}: ${title}`), ...canary.sung.map((path) => `${where}: ${path}`));
  assert.deepEqual(executed, []);
}

test('a corpus of at least 200 strings, none of them twice', () => {
  assert.ok(words.length >= 200);
  assert.equal(new Set(words.map(({ text }) => text)).size, words.length);
});

test('a file of every name is in its folder, and its name disguises nothing', async () => {
  const top = mkdtempSync(join(tmpdir(), 'seedance-words-'));
  const folder = join(top, 'clips');
  mkdirSync(folder);
  const root = readdirSync('/').sort();
  for (const { text } of words) {
    for (const pattern of [text, `{source}-${text}`]) {
      const name = fileNameOf(pattern, { source: text, prompt: text, model: text, date: new Date() });
      const part = join(folder, '.part');
      writeFileSync(part, clip);
      const file = await freeName({ uri: pathToFileURL(folder).href, path: folder }, name, 'mp4', new NodeFiles());
      await place(part, fileURLToPath(file));
      tries++;
    }
  }
  const files = readdirSync(folder);
  assert.equal(files.length, 2 * words.length);
  for (const file of files) assert.match(file, /^[^\p{C}/\\:*?"<>|.~ -][^\p{C}/\\:*?"<>|]*\.mp4$/u);
  assert.deepEqual(readdirSync(top), ['clips']);
  assert.deepEqual(readdirSync('/').sort(), root);
  rmSync(top, { recursive: true });
});

test('every row says the beginning of its prompt and what the service said of it', async () => {
  words.forEach(({ text }, index) => {
    const draft = draftOf({ id: `row-${index}`, prompt: text });
    store.insert(
      jobOf({ id: `row-${index}`, draft, state: 'failed', error: { message: text }, createdAt: Date.now() + index }),
    );
  });
  await until(
    'a row of each',
    async () => {
      const rows = await allRows();
      const missing = words.filter(
        ({ text }) => !rows.has(`${plain(text, 22) || 'Untitled'}\nfailed: ${plain(text, 80)}`),
      );
      if (missing.length > 0)
        throw new Error(`${missing.length} missing: ${JSON.stringify(missing[0]?.text.slice(0, 80))}`);
      return true;
    },
    30_000,
  );
  tries += 2 * words.length;
  await look('tree');
});

/** The names and descriptions of all rows, read while the view is scrolled to its end. */
async function allRows(): Promise<Set<string>> {
  const jobs = await studio.wb.tree('Seedance', 'Jobs (Sandbox)');
  const names = new Set<string>();
  await studio.wb.page.locator('.sidebar .pane-body .monaco-list').first().focus();
  await studio.wb.page.keyboard.press('Home');
  for (let still = 0; still < 3;) {
    const before = names.size;
    for (const { name, description } of await jobs.rows()) names.add(`${name}\n${description}`);
    still = names.size === before ? still + 1 : 0;
    await studio.wb.page.keyboard.press('PageDown');
  }
  return names;
}
