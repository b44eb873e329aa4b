import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { until } from '../support/until.ts';
import type { Theme } from '../support/workbench.ts';
import { Dialog } from '../support/workbench/dialog.ts';
import type { TreeRow } from '../support/workbench/tree.ts';
import { clipTime, Studio } from './support.ts';

let studio: Studio;
before(async () => {
  studio = await Studio.open();
});
afterEach(async (context) => {
  await studio.afterTest(context);
  await studio.wb.notifications.clear();
});
after(async () => await studio.close());

const themes: readonly Theme[] = ['dark', 'light', 'high-contrast-dark'];
const prompt = 'Clouds pass over [Image 1], slow push in';
const images = ['forest-path.png', 'lake-at-dawn.png', 'lighthouse.jpg'];
const allClips = [
  ...['forest-path-2.mp4', 'forest-path.mp4', 'lake-at-dawn-2.mp4', 'lake-at-dawn.mp4'],
  ...['lighthouse-2.mp4', 'lighthouse.mp4'],
];
const clips = () => readdirSync(join(studio.folder, 'seedance')).toSorted();

/** Rows as an outline: a shot and its takes. */
function outline(rows: readonly TreeRow[]): string[] {
  return rows.map(({ name, description, level }) => `${'  '.repeat(level - 1)}${name}: ${description}`);
}

test('three images and two takes are six clips of one prompt: said before, asked for once, each sent once', async () => {
  const { wb } = studio;
  await studio.generateFrom(...images);
  const composer = await studio.composer();
  await composer.hold(...images);
  await composer.write(prompt);
  assert.equal(await composer.mode(), 'references');
  assert.equal(await composer.price(), 'Nothing is charged in the sandbox | Generate');
  await composer.make(/one for each image/);
  assert.equal(await composer.mode(), '3 clips: one for each image');
  await until('they are three', async () => (await composer.price()).startsWith('3 clips.'));
  await composer.pick('Takes', '2');
  await until(
    'they are six',
    async () => (await composer.price()) === '6 clips. Nothing is charged in the sandbox | Generate 6',
  );
  assert.deepEqual(await composer.page.locator('.reference .order span').allInnerTexts(), [
    'Clip 1',
    'Clip 2',
    'Clip 3',
  ]);
  for (const theme of themes) {
    await wb.theme(theme);
    await wb.screenshot(`takes-composer-${theme}`);
  }
  await wb.resize(700, 800);
  await wb.screenshot('takes-composer-narrow');
  await wb.resize(1800, 1000);
  await wb.screenshot('takes-composer-wide');
  await wb.resize(1280, 800);
  await wb.theme('dark');

  // The prompt must name what each clip has.
  await composer.prompt.fill('Clouds pass over [Image 2]');
  await composer.says('Each clip has one image, so “[Image 2]” names none. Call it “[Image 1]”.');
  await composer.write(prompt);
  await composer.send();
  const ledger = await studio.ledger();
  assert.equal(ledger.length, 6);
  assert.ok(ledger.every(({ request }) => Array.isArray(request['mediaUrls']) && request['mediaUrls'].length === 1));
  assert.equal(new Set(ledger.map(({ request }) => JSON.stringify(request['mediaUrls']))).size, 3);
  assert.deepEqual(studio.draftsOnDisk(), []);
});

test('takes of a shot stand below it, and every clip comes', async () => {
  const jobs = await studio.jobs();
  await until(
    'all are ready',
    async () =>
      (await jobs.rows()).filter(({ level, description }) => level === 2 && description.startsWith('5 s')).length === 6,
    2 * clipTime,
  );
  const shot = (image: string) => [`${image}: 2 takes`, '  Take 1: 5 s · 16:9', '  Take 2: 5 s · 16:9'];
  assert.deepEqual(outline(await jobs.rows()), images.toReversed().flatMap(shot));
  assert.deepEqual(clips(), allClips);
  assert.match(await jobs.tooltip('Take 2'), /Shot:\stake\s2\sof\s2/);
});

test('the preview lists the takes of the shot, and leads to each', async () => {
  const { wb } = studio;
  await studio.closeTabs();
  await (await studio.jobs()).click('Take 1');
  const list = async () => (await wb.editors.webview()).getByRole('region', { name: 'Takes of this shot' });
  const titles = async (): Promise<string[]> => await (await list()).locator('.related-title').allInnerTexts();
  await until('both takes', async () => (await titles()).join() === `1. ${prompt},2. ${prompt}`);
  await (await list()).locator('[aria-current]').getByText(/^1\. /).waitFor();
  const before = await wb.editors.active();
  await (await list()).getByRole('button', { name: /^2\. / }).click();
  await until('the other take', async () => (await wb.editors.active()) !== before);
  await (await list()).locator('[aria-current]').getByText(/^2\. /).waitFor();
  assert.deepEqual([before, await wb.editors.active()].toSorted(), ['lighthouse-2.mp4', 'lighthouse.mp4']);
  await studio.closeTabs();
});

test('from the preview a clip is compared: with which others is asked, those of its shot first and chosen already', async () => {
  const { wb } = studio;
  await (await studio.jobs()).click('Take 1');
  await (await wb.editors.webview()).getByRole('button', { name: 'Compare takes…' }).click();
  const labels = (await wb.quickInput.rows()).map(({ label }) => label);
  assert.ok(labels.length > 2, labels.join());
  await wb.quickInput.accept();
  const compared = await wb.editors.webview('Compare Takes');
  const names = compared.locator('.take .name');
  await until('both takes', async () => (await names.count()) === 2);
  assert.deepEqual((await names.allInnerTexts()).toSorted(), ['lighthouse-2.mp4', 'lighthouse.mp4']);
  await studio.closeTabs();
});

test('a take is chosen with a star, another is rejected, and its clip goes where somebody says', async () => {
  const { wb } = studio;
  const jobs = await studio.jobs();
  await (await jobs.menu('Take 1')).choose('Choose This Take');
  const keeper = await jobs.until('it is chosen', ({ icon }) => icon === 'star-full');
  assert.equal(keeper.label, `Take 1, ${prompt}, chosen · 5 s · 16:9`);
  assert.match((await jobs.rows())[0]?.description ?? '', /2 takes · take 1 chosen$/);

  // Whichever of the two takes came first has the name without a number.
  const [clip = ''] = /lighthouse(-2)?\.mp4/.exec(await jobs.tooltip('Take 2')) ?? [];
  assert.ok(existsSync(join(studio.folder, 'seedance', clip)), clip);
  await (await jobs.menu('Take 2')).choose('Reject Take…');
  const question = await Dialog.get(wb.page, 'Reject “Clouds pass over');
  assert.equal((await question.text()).detail.split('\n')[0], `seedance/${clip}`);
  assert.deepEqual((await question.buttons()).toSorted(), ['Cancel', 'Keep the File', 'Move Clip to Trash']);
  await wb.screenshot('takes-reject');
  await question.choose('Move Clip to Trash');
  // This VS Code runs on a server, which has no trash: nothing is deleted for good before that was said.
  const again = await Dialog.get(wb.page, 'could not be moved to the trash');
  assert.deepEqual(clips(), allClips);
  await again.choose('Delete for Good');
  const rejected = await jobs.until('it is rejected', ({ description }) =>
    description.startsWith('rejected · no file'),
  );
  assert.equal(rejected.icon, 'circle-slash');
  assert.deepEqual(
    clips(),
    allClips.filter((name) => name !== clip),
  );
  for (const theme of themes) {
    await wb.theme(theme);
    await wb.screenshot(`takes-tree-${theme}`);
  }
  await wb.theme('dark');

  // It was paid for: as long as the service has it, it can be had again.
  await jobs.action('Take 2', 'Download Again');
  await jobs.until('it is back', ({ description }) => description.startsWith('rejected · 5 s'), clipTime);
  assert.deepEqual(clips(), allClips);
  await (await jobs.menu('Take 2')).choose('Take Back Verdict');
  await until(
    'nothing is rejected',
    async () => !(await jobs.rows()).some(({ description }) => description.includes('rejected')),
  );
});

test('several rows are judged and removed together, and a shot is made again', async () => {
  const { wb } = studio;
  const jobs = await studio.jobs();
  await jobs.click('Take 1');
  await jobs.click('Take 2', { modifiers: ['ControlOrMeta'] });
  await (await jobs.menu('Take 2')).choose('Reject Take…');
  await (await Dialog.get(wb.page, 'Reject 2 takes?')).choose('Keep the Files');
  await until(
    'both are rejected',
    async () => (await jobs.rows()).filter(({ description }) => description.startsWith('rejected')).length === 2,
  );
  assert.equal(clips().length, 6);

  await (await jobs.menu('lighthouse.jpg')).choose('Remove…');
  const question = await Dialog.get(wb.page, 'Remove 2 jobs from the list?');
  await question.choose('Remove from List');
  await until('two shots are left', async () => (await jobs.rows()).length === 6);
  assert.equal(clips().length, 6);

  await studio.closeTabs();
  await (await jobs.menu('lake-at-dawn.png')).choose('Make Again…');
  const composer = await studio.composer();
  await composer.hold('lake-at-dawn.png');
  assert.equal(await composer.prompt.inputValue(), prompt);
  assert.equal(
    await composer.price(),
    'Nothing is charged in the sandbox | Generate',
    'nothing is remembered that costs more',
  );
  await composer.write(`${prompt} [sandbox:slow]`);
  await composer.send();
  const rows = await until('three takes', async () => {
    const seen = await jobs.rows();
    return (seen[0]?.description.includes('3 takes · 1 in the making') ?? false) && seen;
  });
  assert.deepEqual(
    rows.slice(1, 4).map(({ level }) => level),
    [2, 2, 2],
  );
});
