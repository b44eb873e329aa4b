import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import type { Frame, FrameLocator } from 'playwright-core';
import { makeNumberedClip, numberIn, numbersOf } from '../support/numberedClip.ts';
import { until } from '../support/until.ts';
import { expectAccessible } from './axe.ts';
import { Studio } from './support.ts';

/** Clips whose frames show their own numbers: how many, at which rate, and ffmpeg's options. */
const clips: Readonly<Record<string, readonly [frames: number, rate: string, ...options: string[]]>> = {
  'count.mp4': [120, '24', '-c:v', 'libx264', '-g', '48', '-bf', '2'],
  'television.mov': [90, '30000/1001', '-c:v', 'libx264'],
  'variable.webm': [60, '30', '-vf', "select='not(mod(n,7))+gt(mod(n,3),1)'", '-fps_mode', 'vfr', '-c:v', 'libvpx'],
};

let studio: Studio;
before(async () => {
  studio = await Studio.open({}, (folder) => {
    for (const [name, [frames, rate, ...options]] of Object.entries(clips))
      makeNumberedClip(join(folder, name), frames, rate, ['-pix_fmt', 'yuv420p', ...options]);
  });
});
afterEach(async (context) => {
  await studio.keepPicture(context);
});
after(async () => await studio.close());

test('try', async () => {
  studio.wb.page.on('console', (m) => console.log('C', m.text().slice(0, 300)));
  studio.wb.page.on('pageerror', (m) => console.log('E', m.message));
  const { page } = await open('count.mp4');
  await studio.wb.screenshot('viewer-1');
  await page.locator('.time[data-frame]').waitFor({ timeout: 5000 }).catch(() => undefined);
  await studio.wb.page.keyboard.press('k');
  await new Promise((resolve) => setTimeout(resolve, 4000));
  await studio.wb.screenshot('viewer-2');
  console.log(await page.locator('.time').innerText());
});

/** Opens a clip as people do, and waits for its first picture. */
async function open(name: string): Promise<{ page: FrameLocator; frame: Frame }> {
  await studio.closeTabs();
  await (await studio.wb.explorer.menu(name)).choose('Open Video Preview');
  // The click on the row has opened VS Code's own preview, beside which ours comes.
  const page = await until('our preview in front', async () => {
    const front = await studio.wb.editors.webview();
    await front.locator('.stage:not(:has(.loading))').waitFor({ timeout: 2_000 });
    return front;
  });
  return { page, frame: await studio.wb.editors.frame() };
}
