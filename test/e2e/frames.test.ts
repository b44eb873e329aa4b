import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { makeNumberedClip, numberIn } from '../support/numberedClip.ts';
import { until } from '../support/until.ts';
import { expectAccessible } from './axe.ts';
import { clipTime, Studio } from './support.ts';

const rate = 24;
const frames = 60;
const clip = 'numbered.mp4';
const last = 'numbered frame 0060.png';

let studio: Studio;
before(async () => {
  studio = await Studio.open({}, (folder) => {
    mkdirSync(join(folder, 'takes'));
    makeNumberedClip(join(folder, clip), frames, String(rate), ['-pix_fmt', 'yuv420p', '-c:v', 'libx264', '-bf', '3']);
  });
});
afterEach(async (context) => await studio.afterTest(context));
after(async () => await studio.close());

test('the frame that is shown is saved beside the clip, exact and whole, and not twice', async () => {
  await show(clip);
  await seekTo(41);
  await press('Save frame as PNG');
  const { notifications } = studio.wb;
  const first = await notifications.get(/The frame is in/);
  assert.match(await first.text(), /“numbered frame 0042\.png”/);
  await notifications.clear();
  assert.equal(numberIn(readFileSync(join(studio.folder, 'numbered frame 0042.png'))), 41);
  await press('Save frame as PNG');
  await notifications.get(/The frame is in/);
  await notifications.clear();
  assert.deepEqual(saved(), ['numbered frame 0042.png']);
  await expectAccessible(await studio.wb.editors.frame());
});

test('the last frame begins the next shot, and so does the one that is shown', async () => {
  await show(clip);
  await seekTo(0);
  await press('Continue from last frame');
  const composer = await studio.composer();
  await composer.hold(last);
  assert.equal(await composer.mode(), 'first frame');
  assert.equal(numberIn(readFileSync(join(studio.folder, last))), frames - 1);
  await show(clip);
  await seekTo(7);
  await press('Continue from this frame');
  await (await studio.composer()).hold('numbered frame 0008.png');
});

test('a frame ends the draft that has only its beginning, or loops a new one', async () => {
  await studio.closeTabs();
  await show(clip);
  await press('Continue from last frame');
  const begun = await studio.composer();
  await begun.hold(last);
  await begun.write('Back to the beginning');
  await show(clip, false);
  await seekTo(0);
  await press('End on this frame');
  await studio.wb.quickInput.choose('End the open draft on it');
  const ended = await studio.composer();
  await ended.hold(last, 'numbered frame 0001.png');
  assert.equal(await ended.mode(), 'first and last frame');
  assert.equal(await ended.prompt.inputValue(), 'Back to the beginning');
  await ended.send();
  assert.deepEqual(await sentMedia('Back to the beginning'), [last, 'numbered frame 0001.png']);
  await ready('Back to the beginning');
  await show(clip);
  await seekTo(3);
  await press('Loop on this frame');
  const loop = await studio.composer();
  await loop.hold('numbered frame 0004.png', 'numbered frame 0004.png');
  assert.equal(await loop.mode(), 'first and last frame');
  await loop.write('Round and round');
  await loop.send();
  assert.deepEqual(await sentMedia('Round and round'), ['numbered frame 0004.png', 'numbered frame 0004.png']);
  await ready('Round and round');
});

/** Waits for the message of a clip and closes it: it would lie over what comes next. */
async function ready(prompt: string): Promise<void> {
  await studio.wb.notifications.get(prompt);
  await studio.wb.notifications.clear();
}

/** The files that the service was given with this prompt, in their order. */
async function sentMedia(prompt: string): Promise<string[]> {
  const sent = (await studio.ledger()).findLast(({ request }) => request['prompt'] === prompt);
  const urls = sent?.request['mediaUrls'] as readonly string[];
  return urls.map((url) => decodeURIComponent(url.split('/').at(-1) ?? ''));
}

test('a shot that goes on from a take is sent with the take’s last frame, and keeps where it came from', async () => {
  await studio.closeTabs();
  await studio.submit('A bear walks', '5 s');
  const menu = await (await studio.jobs()).menu('A bear walks');
  await menu.choose('Continue from Last Frame');
  const composer = await studio.composer();
  const [name = ''] = await until('its frame', async () => {
    const names = await composer.references();
    return names.length === 1 && names;
  });
  assert.match(name, /^A bear walks frame \d{4}\.png$/);
  await composer.write('It sits down');
  await composer.send();
  await (
    await studio.jobs()
  ).until(
    'the next shot is ready',
    (row) => row.name === 'It sits down' && row.description.startsWith('5 s'),
    clipTime,
  );
  const jobs = studio.jobsOnDisk();
  const [first, next] = [jobs.get('A bear walks'), jobs.get('It sits down')];
  const { lineage } = next?.['draft'] as { lineage?: { shot: string; from?: Record<string, unknown> } };
  assert.deepEqual(
    { ...lineage?.from, at: undefined },
    { job: first?.['id'], requestId: first?.['requestId'], way: 'continue', clip: 'A bear walks.mp4', at: undefined },
  );
  assert.ok(Number(lineage?.from?.['at']) > 4);
});

test('the preview shows the chain in which a clip stands, and leads along it', async () => {
  const { wb } = studio;
  await studio.closeTabs();
  await (await studio.jobs()).click('It sits down');
  const continued = /^A bear walks frame \d{4}\.mp4$/;
  const chain = async (file: string | RegExp) => {
    const page = await wb.editors.webview(file);
    const list = page.getByRole('region', { name: 'Chain' });
    await list.waitFor();
    return list;
  };
  const next = await chain(continued);
  assert.deepEqual(await next.locator('.related-title').allInnerTexts(), ['A bear walks', 'It sits down']);
  await next.locator('[aria-current]').getByText('It sits down').waitFor();
  await next.getByText(/^continued at \d\.\d s$/).waitFor();
  await next.getByRole('button', { name: 'A bear walks' }).click();
  const first = await chain('A bear walks.mp4');
  await first.locator('[aria-current]').getByText('A bear walks').waitFor();
  await first.getByRole('button', { name: 'It sits down' }).click();
  await until('the next shot again', async () => (await wb.editors.active()) !== 'A bear walks.mp4');
  assert.match(await wb.editors.active(), continued);
});

function saved(): string[] {
  return readdirSync(studio.folder).filter((name) => name.endsWith('.png') && name.startsWith('numbered'));
}

/** Opens the clip's preview, as the only tab unless told otherwise. */
async function show(name: string, alone = true): Promise<void> {
  if (alone) await studio.closeTabs();
  await (await studio.wb.explorer.menu(name)).choose('Open With...');
  await studio.wb.quickInput.choose('Seedance Preview');
  await (await studio.wb.editors.webview()).locator('.stage:not(:has(.loading))').waitFor();
}

async function press(name: string): Promise<void> {
  await (await studio.wb.editors.webview()).getByRole('button', { name, exact: true }).click();
}

/** Shows this frame, counted from 0. */
async function seekTo(frame: number): Promise<void> {
  const video = '[...document.querySelectorAll("video")].at(-1)';
  await (
    await studio.wb.editors.frame()
  ).evaluate(`new Promise((resolve) => {
    const video = ${video};
    video.pause();
    video.addEventListener('seeked', resolve, { once: true });
    video.currentTime = ${(frame + 0.5) / rate};
  })`);
}
