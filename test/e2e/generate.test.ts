import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { until } from '../support/until.ts';
import { clipTime, probe, Studio } from './support.ts';

let studio: Studio;
before(async () => {
  studio = await Studio.open();
});
afterEach(async (context) => await studio.afterTest(context));
after(async () => await studio.close());

const prompt = 'Mist drifts over the lake while the camera glides forward';
const title = 'Mist drifts over the…';

test('a right-click on a picture leads to a clip on disk that plays and seeks in the editor', async () => {
  const { wb, folder } = studio;
  const menu = await wb.explorer.menu('lake-at-dawn.png');
  assert.ok((await menu.items()).includes('Generate Video…'));
  await menu.choose('Generate Video…');

  const composer = await studio.composer();
  await composer.hold('lake-at-dawn.png');
  assert.equal(await composer.mode(), 'first frame');
  await composer.page.locator('#reference-0 img').waitFor();
  // The focus is in the prompt: typing just works.
  await wb.page.keyboard.type(prompt);
  await composer.pick('Aspect', '9:16');
  await composer.slideTo(6);
  await composer.pick('Resolution', '480p');
  await composer.send();

  // The view with the job comes by itself.
  const jobs = await studio.jobs();
  const states: string[] = [];
  await jobs.until(
    'the clip is ready',
    ({ description }) => {
      const state = description.split(' · ')[0] ?? '';
      if (states.at(-1) !== state) states.push(state);
      return state === '6 s';
    },
    clipTime,
  );
  assert.deepEqual(
    states.filter((state) => !['sending', 'downloading'].includes(state)),
    ['queued', 'processing', '6 s'],
  );
  const [row] = await jobs.rows();
  assert.equal(row?.name, title);
  assert.equal(row.description, '6 s · 9:16');

  const file = join(folder, 'seedance/lake-at-dawn.mp4');
  const clip = await probe(file);
  assert.ok(Math.abs(clip.duration - 6) < 0.2, `${clip.duration} s`);
  assert.deepEqual([clip.width, clip.height], [480, 854]);
  assert.deepEqual(clip.streams, ['video h264', 'audio aac']);
  assert.deepEqual(readdirSync(join(folder, 'seedance')), ['lake-at-dawn.mp4']);

  await jobs.click(title);
  const preview = await wb.editors.webview('lake-at-dawn.mp4');
  const video = preview.locator('video');
  const position = async (): Promise<number> =>
    await video.evaluate(({ currentTime }: { readonly currentTime: number }) => currentTime);
  const first = await until('the clip plays', async () => (await position()) || undefined);
  await until('it goes on', async () => (await position()) > first + 0.3);
  const [picture, stage] = await Promise.all([video.boundingBox(), preview.locator('.stage').boundingBox()]);
  assert.ok(
    picture && stage && picture.height <= stage.height && picture.width <= stage.width,
    'all of it is in sight',
  );
  // On a slow machine it has come to its end by now, where it stands by itself.
  const [pause, play] = ['Pause', 'Play'].map((name) => preview.getByRole('button', { name, exact: true }));
  await until('it stands', async () => {
    if ((await pause?.isVisible()) === true) await pause?.click({ timeout: 1_000 });
    return (await play?.isVisible()) === true;
  });
  await preview.getByRole('slider', { name: 'Position' }).click();
  await until('it stands in the middle', async () => Math.abs((await position()) - 3) < 0.5);
  await preview.getByRole('button', { name: 'Play' }).click();
  await until('it plays from there', async () => (await position()) > 3.7);
});

test('the service got exactly what was chosen, field by field, with the id of our job', async () => {
  const [entry, ...more] = await studio.ledger();
  assert.deepEqual(more, []);
  const jobs = await studio.jobs();
  const jobId = /Job\sid:\s([\w-]+)/.exec(await jobs.tooltip(title))?.[1];
  const { mediaUrls, ...request } = entry?.request ?? {};
  assert.deepEqual(request, {
    model: 'seedance-2.0',
    prompt,
    aspectRatio: '9:16',
    duration: 6,
    resolution: '480p',
    metadata: { seedanceStudioJob: jobId },
  });
  const digest = createHash('sha256')
    .update(readFileSync(join(studio.folder, 'lake-at-dawn.png')))
    .digest('hex');
  assert.match(
    String(mediaUrls),
    new RegExp(`^http://127\\.0\\.0\\.1:\\d+/sandbox/media/${digest}/lake-at-dawn\\.png$`),
  );
});

test('the preview is there again after a reload, with its facts', async () => {
  await studio.wb.reload();
  const preview = await studio.wb.editors.webview('lake-at-dawn.mp4');
  await preview.getByText(prompt).waitFor();
  await preview.getByText('480 × 854').waitFor();
});

test('no page asked anything of anybody but the server of its window', async () => {
  assert.deepEqual(await studio.strangers(), []);
});
