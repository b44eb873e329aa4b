import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, afterEach, before, test } from 'node:test';
import type { Frame, FrameLocator, Locator } from 'playwright-core';
import { JobStore } from '../../src/engine/jobs/store.ts';
import type { Job } from '../../src/engine/jobs/job.ts';
import { draftOf, jobOf } from '../support/engine/fixtures.ts';
import { root } from '../support/paths.mjs';
import { until } from '../support/until.ts';
import { Walkthrough } from '../support/workbench/walkthrough.ts';
import { Menu } from '../support/workbench/menu.ts';
import { expectAccessible } from './axe.ts';
import { clipTime, Studio } from './support.ts';

const day = 86_400_000;
const prompts = [
  'The balloon rises over the hills at dawn, slow push in',
  'Waves roll in at dusk, camera low over the sand',
  'A path through the forest, light between the trees',
  'Mist lifts off the lake while the boat drifts left',
  'The lighthouse beam turns once in the fog',
  'Night street, neon in the rain, handheld',
  'A cup of coffee steams on the table, macro',
  'Snow falls on the pines, wide and still',
];
const shapes = ['16x9', '9x16', '1x1'];

let studio: Studio;
let page: FrameLocator;
before(async () => {
  studio = await Studio.open({ settings: { 'workbench.reduceMotion': 'off' } }, (folder) => {
    mkdirSync(join(folder, 'seedance'));
    for (const index of prompts.keys())
      copyFileSync(
        join(root, `media/sandbox/${shapes[index % 3] ?? '16x9'}.mp4`),
        join(folder, 'seedance', `take-${index}.mp4`),
      );
    writeFileSync(join(folder, 'notes.md'), '# Shots\n\n');
    mkdirSync(join(folder, 'docs'));
    writeFileSync(join(folder, 'docs/shots.md'), '# Shots\n\n');
  });
});
afterEach(async (context) => await studio.afterTest(context));
after(async () => await studio.close());

/** Writes jobs as another window would. */
function insert(...jobs: readonly Job[]): void {
  const store = new JobStore(join(studio.storage, 'jobs.db'));
  for (const job of jobs) {
    store.insert(job);
    store.claimNotification(job.id);
  }
  store.close();
}

function takeOf(index: number, fields: Partial<Job> = {}): Job {
  const prompt = prompts[index] ?? '';
  const file = join(studio.folder, 'seedance', `take-${index}.mp4`);
  return jobOf({
    id: `take-${index}`,
    requestId: `req_${index}`,
    draft: draftOf({
      ...{ id: `draft-${index}`, prompt, aspectRatio: (shapes[index % 3] ?? '').replace('x', ':') },
      model: index % 2 === 0 ? 'seedance-2.0' : 'seedance-2.0-fast',
      duration: index === 6 ? 10 : 5,
    }),
    state: 'succeeded',
    folder: pathToFileURL(join(studio.folder, 'seedance')).href,
    download: { state: 'done', file: pathToFileURL(file).href, size: readFileSync(file).length },
    creditsCharged: 40 + index,
    createdAt: Date.now() - index * day,
    ...fields,
  });
}

const cards = (): Locator => page.locator('.card');
const card = (title: string): Locator => page.getByRole('gridcell', { name: title });
const frame = async (): Promise<Frame> => await studio.wb.editors.frame('Library');

async function names(): Promise<string[]> {
  return await page.locator('.card .name').allInnerTexts();
}

async function open(): Promise<void> {
  await studio.wb.run('Seedance: Open Library');
  page = await studio.wb.editors.webview('Library');
}

test('before there is anything it says what to do', async () => {
  await open();
  await page.getByText('No clips yet').waitFor();
  await page.getByRole('button', { name: 'Generate from Text' }).waitFor();
  await studio.wb.screenshot('library-empty');
  await expectAccessible(await frame());
  await page.getByRole('button', { name: 'Get Started' }).click();
  await new Walkthrough(studio.wb.page).opened();
  await studio.closeTabs();
  await open();
});

test('what was made stands there with its picture as soon as it is known, and plays below the pointer alone', async () => {
  insert(
    takeOf(0, { verdict: 'keeper' }),
    ...[1, 2, 3].map((index) => takeOf(index)),
    takeOf(4, { verdict: 'rejected' }),
    takeOf(5, { state: 'failed', download: { state: 'none' }, error: { code: 'moderation' } }),
    takeOf(6),
    takeOf(7, { service: 'sandbox' }),
  );
  await until('eight cards', async () => (await cards().count()) === 8);
  await until('seven pictures', async () => (await page.locator('.card img').count()) === 7);
  assert.equal(await page.locator('.card video').count(), 0);
  await card('The balloon').hover();
  await until('it plays', async () => (await page.locator('.card video.seen').count()) === 1);
  await page.locator('#search').hover();
  await until('nothing plays', async () => (await page.locator('.card video').count()) === 0);
  await page.locator('[role="status"]').getByText('8 clips').waitFor();
  await expectAccessible(await frame());
});

test('it is searched, filtered and sorted, and says how many there are', async () => {
  await page.locator('#search').fill('CAMERA dusk');
  await until('one', async () => (await names()).join() === prompts[1]);
  await page.getByText('1 of 8 clips').waitFor();
  await page.getByRole('button', { name: 'Clear the search' }).click();
  await page.locator('#state').selectOption({ label: 'Keepers' });
  await until('the keeper', async () => (await names()).join() === prompts[0]);
  await page.locator('#state').selectOption({ label: 'Failed' });
  await until('the failed', async () => (await names()).join() === prompts[5]);
  await page.locator('#model').selectOption({ index: 1 });
  await page.getByText('No clip fits these filters').waitFor();
  await expectAccessible(await frame());
  await page.locator('#reset').click();
  await page.locator('#order').selectOption({ label: 'Oldest first' });
  await until('the other way', async () => (await names())[0] === prompts[7]);
  await page.locator('#order').selectOption({ label: 'Newest first' });
});

test('the keyboard alone moves, selects, opens and copies', async () => {
  const { keyboard } = studio.wb.page;
  await card('The balloon').click();
  await keyboard.press('ArrowRight');
  await until('the second', async () => (await page.locator('.card:focus .name').innerText()) === prompts[1]);
  await keyboard.press('Shift+ArrowRight');
  await page.getByText('2 selected').waitFor();
  await keyboard.press('End');
  await until('the last', async () => (await page.locator('.card:focus .name').innerText()) === prompts[7]);
  await keyboard.press('Home');
  await keyboard.press('Control+ArrowRight');
  await keyboard.press('Space');
  await page.getByText('2 selected').waitFor();
  await page.locator('#action-copyHtml').press('Enter');
  const copied = await until('two lines', async () => {
    const text = await studio.wb.page.evaluate<string>('navigator.clipboard.readText()');
    return text.includes('<video') ? text : undefined;
  });
  assert.deepEqual(copied.split('\n'), [
    `<video controls src="seedance/take-0.mp4" title="${prompts[0]}"></video>`,
    `<video controls src="seedance/take-1.mp4" title="${prompts[1]}"></video>`,
  ]);
  await card('Snow falls').focus();
  await keyboard.press('Enter');
  await studio.wb.editors.tab('take-7.mp4');
  await studio.wb.editors.close('take-7.mp4');
  page = await studio.wb.editors.webview('Library');
});

test('the menu is about all clips that are selected: what can be done with each of them, and with two to four to compare them', async () => {
  await card('The balloon').click();
  await card('Waves roll').click({ modifiers: ['Control'] });
  const menu = await Menu.open(studio.wb.page, card('Waves roll'));
  assert.deepEqual(await menu.items(), [
    ...['Open Preview', 'Compare Takes…'],
    ...['Copy Markdown Link', 'Copy HTML Video'],
    'Remove…',
  ]);
  await menu.choose('Copy Markdown Link');
  await until('two lines', async () => {
    const text = await studio.wb.page.evaluate<string>('navigator.clipboard.readText()');
    return /^\[The balloon.*\]\(seedance\/take-0\.mp4\)\n\[Waves.*\]\(seedance\/take-1\.mp4\)$/.test(text);
  });
  await (await Menu.open(studio.wb.page, card('The balloon'))).choose('Compare Takes…');
  const compared = await studio.wb.editors.webview('Compare Takes');
  await until('two takes', async () => (await compared.locator('.take').count()) === 2);
  await studio.wb.editors.close('Compare Takes');
  page = await studio.wb.editors.webview('Library');
  // One that is not selected is meant alone.
  const one = await Menu.open(studio.wb.page, card('Snow falls'));
  const items = await one.items();
  assert.deepEqual([items.includes('Compare Takes…'), items.includes('Make Again…')], [false, true]);
  await one.close();
  await page.getByText('1 selected').waitFor();
});

test('a clip that is moved stays known, one that is deleted says so and can be removed; no file goes with it', async () => {
  const [from, to] = [join(studio.folder, 'seedance/take-2.mp4'), join(studio.folder, 'keep/take-2.mp4')];
  mkdirSync(join(studio.folder, 'keep'));
  renameSync(from, to);
  rmSync(join(studio.folder, 'seedance/take-3.mp4'));
  // It may load from the new folder by now, and is another page for that.
  await until(
    'one is missing, one is not',
    async () => (await page.locator('.card.missing').count()) === 1 && (await cards().count()) === 8,
    30_000,
  );
  await until('its picture', async () => (await card('A path').locator('img').count()) === 1);
  await card('Mist lifts').click();
  await page.locator('.note').getByText('The clip is not there any more: seedance/take-3.mp4.').waitFor();
  await studio.wb.screenshot('library-missing');
  await expectAccessible(await frame());
  await page.locator('#note-remove').click();
  await until('seven cards', async () => (await cards().count()) === 7);
  assert.ok(existsSync(join(studio.folder, 'seedance/take-0.mp4')));
});

test('it is filtered by day and by folder, and sorted by name, length and credits', async () => {
  const shown = async (...indices: readonly number[]): Promise<void> => {
    const wanted = indices.map((index) => prompts[index]).join('\n');
    await until(`the clips ${indices.join(', ')}`, async () => (await names()).join('\n') === wanted);
  };
  await page.locator('#folder').selectOption({ label: 'keep (1)' });
  await shown(2);
  await page.locator('#reset').click();
  // Newest first: of the day before today there is one.
  await page.locator('#day').selectOption({ index: 2 });
  await shown(1);
  await page.locator('#reset').click();
  for (const [label, order] of [
    ['Name', [5, 0, 1, 2, 4, 6, 7]],
    ['Longest first', [6, 0, 1, 2, 4, 5, 7]],
    ['Most credits first', [6, 5, 4, 2, 1, 0, 7]],
    ['Newest first', [0, 1, 2, 4, 5, 6, 7]],
  ] as const) {
    await page.locator('#order').selectOption({ label });
    await shown(...order);
  }
});

test('what is copied leads from the text file that was last in front, and the clipboard holds just that', async () => {
  const { wb } = studio;
  await wb.page.keyboard.press('ControlOrMeta+P');
  await wb.quickInput.type('shots.md');
  await wb.quickInput.choose('shots.md');
  await wb.editors.tab('shots.md');
  page = await wb.editors.webview('Library');
  await card('The balloon').click();
  const copied = async (action: string, text: string): Promise<void> => {
    await page.locator(`#action-${action}`).click();
    await until(text, async () => (await wb.page.evaluate<string>('navigator.clipboard.readText()')) === text);
  };
  await copied(
    'copyMarkdown',
    String.raw`[The balloon rises over the hills at dawn\, slow push in](../seedance/take-0.mp4)`,
  );
  await copied('copyHtml', `<video controls src="../seedance/take-0.mp4" title="${prompts[0]}"></video>`);
  // By the menu it is the same.
  await (await Menu.open(wb.page, card('Waves roll'))).choose('Copy Markdown Link');
  await until('the link of the other one', async () => {
    const text = await wb.page.evaluate<string>('navigator.clipboard.readText()');
    return /^\[Waves.*\]\(\.\.\/seedance\/take-1\.mp4\)$/.test(text);
  });
  await wb.editors.close('shots.md');
  page = await wb.editors.webview('Library');
});

test('a clip is shown in the explorer, is followed when it is renamed there, and is made again', async () => {
  const { wb } = studio;
  await card('Waves roll').click();
  await page.locator('#action-reveal').click();
  const row = wb.explorer.row('take-1.mp4');
  await row.waitFor();
  await until('it is selected', async () => (await row.getAttribute('aria-selected')) === 'true');
  await row.click();
  await wb.page.keyboard.press('F2');
  const field = wb.page.locator('.explorer-folders-view input');
  await field.fill('waves.mp4');
  await field.press('Enter');
  await wb.explorer.row('waves.mp4').waitFor();
  page = await wb.editors.webview('Library');
  await card('Waves roll').click();
  await until('its new name', async () => {
    await page.locator('#action-copyHtml').click();
    return (await wb.page.evaluate<string>('navigator.clipboard.readText()')).includes('"seedance/waves.mp4"');
  });
  assert.equal(await page.locator('.card.missing').count(), 0);

  await page.locator('#action-again').click();
  const composer = await studio.composer();
  assert.equal(await composer.prompt.inputValue(), prompts[1]);
  await wb.editors.close('Generate Video');
  page = await wb.editors.webview('Library');
});

test('a clip that was renamed by another program is looked for, and is the one that somebody shows', async () => {
  const { wb } = studio;
  const found = join(studio.folder, 'seedance/snow.mp4');
  renameSync(join(studio.folder, 'seedance/take-7.mp4'), found);
  await page.locator('.card.missing').waitFor({ timeout: 30_000 });
  await card('Snow falls').click();
  await page.locator('#note-find').click();
  await wb.quickInput.opened();
  await wb.quickInput.cancel();
  await (await Menu.open(wb.page, card('Snow falls'))).choose('Look for It…');
  // The dialog writes its own folder over what was typed before it is ready.
  await until('it is found', async () => {
    const { field } = wb.quickInput;
    await field.fill(found, { timeout: 1_000 }).catch(() => undefined);
    await field.press('Enter', { timeout: 1_000 }).catch(() => undefined);
    return (await page.locator('.card.missing').count()) === 0;
  });
  await page.locator('#note-find').waitFor({ state: 'detached' });
});

test('a clip that is gone is downloaded again', async () => {
  const { wb } = studio;
  await studio.submit('A candle, close up', '5 s');
  await wb.notifications.clear();
  const file = join(studio.folder, 'seedance/A candle, close up.mp4');
  rmSync(file);
  page = await wb.editors.webview('Library');
  await page.locator('.card.missing').waitFor({ timeout: 30_000 });
  await card('A candle').click();
  await page.locator('#note-download').click();
  await until(
    'it is back',
    async () => existsSync(file) && (await page.locator('.card.missing').count()) === 0,
    clipTime,
  );
  await card('A candle').click();
  await page.locator('#action-remove').click();
  await until('seven cards', async () => (await cards().count()) === 7);
});

test('a clip that is dragged into a text editor is linked there', async () => {
  const { wb } = studio;
  await wb.explorer.open('notes.md');
  await wb.editors.tab('notes.md');
  await wb.run('View: Move Editor into Next Group');
  const text = wb.page.locator('.monaco-editor .view-lines').first();
  await text.waitFor();
  page = wb.page.frameLocator('iframe.webview').frameLocator('iframe#active-frame');
  const from = await card('The balloon').boundingBox();
  const to = await text.boundingBox();
  assert.ok(from && to);
  const { mouse, keyboard } = wb.page;
  await mouse.move(from.x + 60, from.y + 60);
  await mouse.down();
  await mouse.move(from.x + 80, from.y + 80, { steps: 4 });
  await mouse.move(to.x + 100, to.y + 30, { steps: 8 });
  await keyboard.down('Shift');
  await mouse.move(to.x + 110, to.y + 32, { steps: 4 });
  await mouse.up();
  await keyboard.up('Shift');
  await until('the link', async () => {
    const written = await text.innerText();
    const link = String.raw`[Theballoonrisesoverthehillsatdawn\,slowpushin](seedance/take-0.mp4)`;
    if (written.replace(/\s/g, '').includes(link)) return true;
    throw new Error(written);
  });
  await wb.screenshot('library-dragged');
  assert.equal(await cards().count(), 7, 'what was removed stays so');
  await wb.editors.show('notes.md');
  await wb.run('View: Revert and Close Editor');
  page = await wb.editors.webview('Library');
});

test('it is drawn in every theme, narrow and wide', async () => {
  const { wb } = studio;
  await card('The balloon').click();
  await card('A cup').click({ modifiers: ['ControlOrMeta'] });
  await wb.notifications.clear();
  await wb.pictures('library');
  await wb.resize(1800, 1000);
  await wb.screenshot('library-wide');
  await wb.resize(1280, 800);
});

test('a tab that was open before a restart, and not seen since, is the one that is shown', async () => {
  const { wb } = studio;
  await wb.explorer.open('notes.md');
  await wb.editors.tab('notes.md');
  await wb.reload();
  assert.equal(await wb.editors.active(), 'notes.md');
  await open();
  await cards().first().waitFor();
  assert.equal((await wb.editors.titles()).filter((each) => each === 'Library').length, 1);
});
