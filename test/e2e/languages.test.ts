import assert from 'node:assert/strict';
import { copyFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { JobStore } from '../../src/engine/jobs/store.ts';
import { fill } from '../../src/shared/counted.ts';
import { draftOf, jobOf } from '../support/engine/fixtures.ts';
import { misfits, setWidth } from '../support/languages/pageTexts.ts';
import { readTexts } from '../support/languages/texts.ts';
import { root } from '../support/paths.mjs';
import { until } from '../support/until.ts';
import { openEveryView } from './everyView.ts';
import { clipTime, Studio } from './support.ts';

/** A window in a language that ships, which is closed at the end; a picture is kept of a test that fails. */
async function speaking(language: string, name: string, act: (studio: Studio) => Promise<void>): Promise<void> {
  const studio = await Studio.open({ language: { name: language, texts: readTexts(language) } });
  let passed = false;
  try {
    await act(studio);
    passed = true;
  } finally {
    await studio.afterTest({ name, passed } as { name: string });
    await studio.close();
  }
}

/** Fails where a page in front has no place for its words; pictures are kept of it, as wide as its tab and at 320 px. */
async function fits(studio: Studio, name: string): Promise<void> {
  const { wb } = studio;
  for (const width of [undefined, 320]) {
    await setWidth(wb.page, width);
    assert.deepEqual(await misfits(await wb.editors.frame()), [], name);
    await wb.screenshot(width === undefined ? name : `${name}-narrow`);
  }
  await setWidth(wb.page, undefined);
}

test('German is in the page, the tree, the message and the numbers of a window that speaks it', async ({ name }) => {
  await speaking('de', name, async (studio) => {
    const { wb } = studio;
    const german = readTexts('de');
    assert.notEqual(german.code['Generate Video'], 'Generate Video');
    await studio.generateFrom('lake-at-dawn.png', 'lighthouse.jpg');
    const composer = await studio.composer();
    await composer.page.locator('#reference-1 img').waitFor();
    const body = await composer.page.locator('body').innerText();
    for (const text of ['References', 'Prompt', 'Model', 'Duration', 'Advanced', 'Add URL'])
      assert.ok(body.includes(studio.say(text)), `“${studio.say(text)}” in the composer`);
    await fits(studio, 'german-composer');
    await composer.write('Nebel über dem See');
    await composer.send();
    const jobs = await studio.jobs();
    const facts = `${fill(studio.say('{0} s'), '5')} · 16:9`;
    const row = await jobs.until('the clip is there', ({ description }) => description === facts, clipTime);
    const message = await wb.notifications.get('Nebel über dem See');
    const [ready = ''] = fill(studio.say('“{0}” is ready. {1}'), 'Nebel über dem See').split('{1}');
    assert.ok((await message.text()).startsWith(ready.trim()), await message.text());
    await wb.notifications.clear();
    await jobs.click(row.name);
    const preview = await wb.editors.webview();
    await preview.locator('.time[data-frame]').waitFor();
    assert.match(await preview.locator('.rate').innerText(), /\b0,5×/);
    const length = fill(studio.say('{0} s'), '5,0');
    await until('its length', async () =>
      (await preview.locator('dd').allInnerTexts()).some((text) => text.trim() === length),
    );
    await fits(studio, 'german-preview');
  });
});

test('a shot counts its takes in the forms of Polish, and the library shows them', async ({ name }) => {
  await speaking('pl', name, async (studio) => {
    const { wb } = studio;
    const [, few = '', many = ''] = studio.say('{0} take | {0} takes').split(' | ');
    assert.notEqual(few, many);
    const jobs = await studio.jobs();
    await jobs.welcome.waitFor();
    insertShots(studio, 2, 5);
    for (const text of [fill(few, '2'), fill(many, '5')])
      await jobs.until(`a shot of ${text}`, ({ description }) => description === text);
    await wb.screenshot('polish-tree');
    await wb.run(`Seedance: ${studio.title('Open Library')}`);
    const library = await wb.editors.webview(studio.say('Library'));
    await library.locator('.card img').nth(3).waitFor();
    await fits(studio, 'polish-library');
    await studio.generateFrom('lake-at-dawn.png', 'lighthouse.jpg');
    await (await studio.composer()).page.locator('#reference-1 img').waitFor();
    await fits(studio, 'polish-composer');
  });
});

test('the pages have a place for the words of Japanese, whose letters are twice as wide', async ({ name }) => {
  await speaking('ja', name, async (studio) => {
    const { wb } = studio;
    await studio.generateFrom('lake-at-dawn.png', 'lighthouse.jpg');
    await (await studio.composer()).page.locator('#reference-1 img').waitFor();
    await fits(studio, 'japanese-composer');
    insertShots(studio, 2);
    const jobs = await studio.jobs();
    const take = fill(studio.say('Take {0}'), '1');
    await jobs.until('a take', (row) => row.name === take);
    await jobs.click(take);
    await (await wb.editors.webview('take.mp4')).locator('.time[data-frame]').waitFor();
    await fits(studio, 'japanese-preview');
    await wb.run(`Seedance: ${studio.title('Open Library')}`);
    await (await wb.editors.webview(studio.say('Library'))).locator('.card img').nth(1).waitFor();
    await fits(studio, 'japanese-library');
    await (await wb.explorer.menu('slow-push-in.mp4', 'take.mp4')).choose(studio.title('Compare Takes…'));
    await (await wb.editors.webview(studio.say('Compare Takes'))).locator('table').waitFor();
    await fits(studio, 'japanese-compare');
  });
});

// For people to look at, see `Workbench.pictures`.
for (const language of process.env['SEEDANCE_PICTURES'] === undefined ? [] : ['de', 'ja', 'zh-cn'])
  openEveryView(`nothing is cut off in ${language}`, { language, texts: readTexts(language), inThemes: true });

/** Puts shots with so many finished takes into the store, as another window would. */
function insertShots(studio: Studio, ...counts: readonly number[]): void {
  const clip = join(studio.folder, 'take.mp4');
  copyFileSync(join(root, 'media/sandbox/16x9.mp4'), clip);
  const store = new JobStore(join(studio.storage, 'jobs.db'));
  for (const count of counts)
    for (let take = 1; take <= count; take += 1) {
      const id = `${count}-${take}`;
      const draft = draftOf({ id, prompt: `Waves ${count}`, lineage: { shot: `shot-${count}` } });
      store.insert(
        jobOf({
          ...{ id, requestId: `req_${id}`, state: 'succeeded', service: 'sandbox', draft },
          folder: pathToFileURL(studio.folder).href,
          download: { state: 'done', file: pathToFileURL(clip).href, size: statSync(clip).size },
          createdAt: Date.now() + take,
        }),
      );
      store.claimNotification(id);
    }
  store.close();
}
