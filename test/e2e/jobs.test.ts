import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { until } from '../support/until.ts';
import { clipTime, probe, Studio } from './support.ts';

let studio: Studio;
before(async () => {
  studio = await Studio.open();
});
afterEach(async (context) => {
  await studio.afterTest(context);
  await studio.wb.notifications.clear();
  await studio.closeTabs();
});
after(async () => await studio.close());

test('a job that is cancelled in the tree ends, and no clip of it comes', async () => {
  await (await studio.compose('Fog [sandbox:slow]')).send();
  const jobs = await studio.jobs();
  await jobs.until('it is processing', ({ description }) => description.startsWith('processing'));
  assert.equal(await studio.wb.badge('Seedance'), '1');
  assert.match(await jobs.tooltip('Fog [sandbox:slow]'), /State:\sprocessing/);
  await jobs.action('Fog [sandbox:slow]', 'Cancel');
  const row = await jobs.until('it is cancelled', ({ description }) => description === 'cancelled');
  assert.equal(row.icon, 'circle-slash');
  await until('the service knows', async () => (await studio.ledger()).at(-1)?.cancelledAt !== null);
  await until('nothing is counted any more', async () => (await studio.wb.badge('Seedance')) === '');
  assert.equal(existsSync(join(studio.folder, 'seedance')), false);
});

test('a failure says its reason in the row, in its tooltip and in a notification', async () => {
  await (await studio.compose('Hail [sandbox:fail]')).send();
  const jobs = await studio.jobs();
  const reason = 'The generation failed.';
  const row = await jobs.until(
    'it has failed',
    ({ name, description }) => name.startsWith('Hail') && description.startsWith('failed'),
    clipTime,
  );
  assert.equal(row.description, `failed: ${reason}`);
  assert.equal(row.icon, 'warning');
  const notification = await studio.wb.notifications.get('“Hail [sandbox:fail]” failed.');
  assert.match(
    await notification.text(),
    /The sandbox could not make it: “The generation failed”\. Nothing was charged: it is the sandbox\./,
  );
  assert.deepEqual(await notification.buttons(), ['Make Again…', 'Show Job']);
  assert.match(await jobs.tooltip('Hail [sandbox:fail]'), /“The\sgeneration\sfailed”\. Nothing was charged/);
});

test('what the service refuses stays in the composer, with the reason and the whole draft', async () => {
  await studio.generateFrom('lighthouse.jpg');
  const composer = await studio.composer();
  await composer.pick('Aspect', '9:16');
  await composer.write('Storm [sandbox:reject]');
  const before = (await studio.ledger()).length;
  await composer.generate.click();
  await composer.failure.getByText('“The prompt was rejected by the content policy”. ').waitFor();
  assert.equal(await composer.prompt.inputValue(), 'Storm [sandbox:reject]');
  await composer.hold('lighthouse.jpg');
  assert.equal((await composer.settings()).aspect, '9:16');
  assert.equal((await studio.ledger()).length, before, 'nothing was charged');
  // It can be mended and sent from here.
  await composer.write('Calm');
  await composer.send();
  await until('it is taken', async () => (await studio.ledger()).some(({ request }) => request['prompt'] === 'Calm'));
});

test('make again opens a composer that is filled as the job was', async () => {
  await studio.generateFrom('lake-at-dawn.png', 'forest-path.png');
  const composer = await studio.composer();
  await composer.write('Snow [sandbox:fail]');
  const names = await composer.references();
  await composer.model('Seedance 2.0 Fast');
  await composer.pick('Resolution', '480p');
  const settings = await composer.settings();
  await composer.send();
  const jobs = await studio.jobs();
  await jobs.until(
    'it has failed',
    ({ name, description }) => name.startsWith('Snow') && description.startsWith('failed'),
    clipTime,
  );
  const menu = await jobs.menu('Snow [sandbox:fail]');
  await menu.choose('Make Again…');
  const again = await studio.composer();
  await again.hold(...names);
  assert.equal(await again.prompt.inputValue(), 'Snow [sandbox:fail]');
  assert.deepEqual(await again.settings(), settings);
});

test('a job goes on over a reload of the window, and ends with its file', async () => {
  const { wb, folder } = studio;
  await studio.generateFrom('hot-air-balloon.webp');
  const composer = await studio.composer();
  await composer.pick('Aspect', '1:1');
  await composer.write('Over the hills');
  await composer.send();
  const before = (await studio.ledger()).length;
  await (await studio.jobs()).until('it is under way', ({ name }) => name === 'Over the hills');
  await wb.reload();
  const jobs = await studio.jobs();
  await jobs.until(
    'it is ready',
    ({ name, description }) => name === 'Over the hills' && description.startsWith('5 s · 1:1'),
    clipTime,
  );
  const { duration, width, height } = await probe(join(folder, 'seedance/hot-air-balloon.mp4'));
  assert.ok(Math.abs(duration - 5) < 0.2);
  assert.deepEqual([width, height], [480, 480]);
  assert.equal((await studio.ledger()).length, before, 'sent once');
  const notification = await wb.notifications.get('“Over the hills” is ready.');
  await notification.choose('Preview');
  await wb.editors.tab('hot-air-balloon.mp4');
});

test('a job is removed from the list by hand; one that is active is asked about', async () => {
  await (await studio.compose('Dust [sandbox:slow]')).send();
  const jobs = await studio.jobs();
  await jobs.until(
    'it is processing',
    ({ name, description }) => name.startsWith('Dust') && description.startsWith('processing'),
  );
  await (await jobs.menu('Dust [sandbox:slow]')).choose('Remove…');
  const dialog = studio.wb.page.locator('.monaco-dialog-box');
  await dialog.getByText('it may still be charged').waitFor();
  await dialog.getByRole('button', { name: 'Remove from List' }).click();
  await until('its row has gone', async () => !(await jobs.rows()).some(({ name }) => name.startsWith('Dust')));
});
