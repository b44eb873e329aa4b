import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { clipTime, probe, Studio } from './support.ts';

// A workspace that is on no disk: what another extension, a remote repository for example, shows by VS Code's file systems alone.
let studio: Studio;
before(async () => {
  studio = await Studio.open({ isFar: true });
});
afterEach(async (context) => await studio.afterTest(context));
after(async () => await studio.close());

test('a picture of a virtual workspace becomes a clip in that workspace, which plays in the editor', async () => {
  const { wb, folder } = studio;
  await studio.generateFrom('lake-at-dawn.png');
  const composer = await studio.composer();
  await composer.hold('lake-at-dawn.png');
  await composer.page.locator('#reference-0 img').waitFor();
  await composer.write('Mist drifts over the lake');
  await composer.send();
  const jobs = await studio.jobs();
  await jobs.until('the clip is ready', ({ description }) => description.startsWith('5 s'), clipTime);
  assert.deepEqual(readdirSync(join(folder, 'seedance')), ['lake-at-dawn.mp4'], 'the clip, and no part of it');
  assert.equal((await probe(join(folder, 'seedance/lake-at-dawn.mp4'))).streams[0], 'video h264');

  await jobs.click('Mist drifts over the…');
  const page = await wb.editors.webview('lake-at-dawn.mp4');
  await page.locator('.stage:not(:has(.over))').waitFor();
  await page.getByText('seedance/lake-at-dawn.mp4').waitFor();
});

test('its last frame is kept beside the clip there, and begins the next shot', async () => {
  const { wb, folder } = studio;
  const page = await wb.editors.webview('lake-at-dawn.mp4');
  await page.getByRole('button', { name: 'Continue from last frame' }).click();
  const composer = await studio.composer();
  const [frame = ''] = readdirSync(join(folder, 'seedance')).filter((name) => name.endsWith('.png'));
  assert.match(frame, /^lake-at-dawn frame \d{4}\.png$/);
  await composer.hold(frame);
  await composer.write('Further over the lake');
  assert.equal(await composer.mode(), 'first frame');
});

test('jobs, drafts and clips are there again after a reload', async () => {
  const { wb } = studio;
  await wb.reload();
  const jobs = await studio.jobs();
  await jobs.until('its row', ({ description }) => description.startsWith('5 s'));
  const page = await wb.editors.webview('lake-at-dawn.mp4');
  await page.locator('.stage:not(:has(.over))').waitFor();
  await wb.run('Seedance: Open Library');
  const library = await wb.editors.webview('Library');
  await library.locator('.card .name').getByText('Mist drifts over').waitFor();
  await wb.editors.show('Generate Video');
  assert.equal(await (await studio.composer()).prompt.inputValue(), 'Further over the lake');
});
