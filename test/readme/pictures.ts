// Makes the README's pictures: people at work, as pictures that move, the composer, the preview, and the list of jobs.
import { execFileSync } from 'node:child_process';
import { copyFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { clipTime, Studio, type ComposerPage } from '../e2e/support.ts';
import { node, out, root } from '../support/paths.mjs';
import { until } from '../support/until.ts';
import { Film } from './film.ts';

const folder = join(root, 'media/readme');

/** A README is read over the network: no more than this, bytes. */
const mostBytes = 1_200_000;

const prompt = 'The balloon rises over the hills, slow push in';
const two =
  'Start at [Image 1]: mist lifts off the water and the little boat drifts to the left. ' +
  'The camera glides over the lake, slowly, and settles on [Image 2], the lighthouse, whose beam turns once.';

const studio = await Studio.open();
const { wb } = studio;
const film = new Film(wb.page);
try {
  await wb.explorer.show();
  await menu();
  await write();
  await watch();
  const motion = join(folder, 'motion.webp');
  film.write(motion, 960);
  const { size } = statSync(motion);
  console.log(`${film.seconds.toFixed(1)} s, ${Math.round(size / 1000)} KB`);
  if (size > mostBytes) throw new Error(`the moving picture has ${size} bytes, more than ${mostBytes}`);
  await still();
} finally {
  film.close();
  await studio.close();
}
tree();

async function goTo(target: Locator): Promise<{ x: number; y: number }> {
  const box = await target.boundingBox();
  if (box === null) throw new Error('Nothing to point at.');
  const place = { x: box.x + Math.min(box.width / 2, 70), y: box.y + box.height / 2 };
  await film.moveTo(place.x, place.y);
  return place;
}

/** Right-clicks a picture and takes *Generate Video…*. */
async function menu(): Promise<void> {
  await film.shoot(0.8);
  const place = await goTo(wb.explorer.row('hot-air-balloon.webp'));
  await wb.page.mouse.click(place.x, place.y, { button: 'right' });
  const item = wb.page.locator('.monaco-menu:visible .action-menu-item').filter({ hasText: 'Generate Video…' });
  await item.waitFor();
  await film.shoot(0.52);
  await goTo(item);
  await film.shoot(0.72);
  await item.hover();
  await wb.page.keyboard.press('Enter');
}

async function write(): Promise<void> {
  const composer = await studio.composer();
  await composer.hold('hot-air-balloon.webp');
  await composer.page.locator('#reference-0 img').waitFor();
  await film.shoot(0.72);
  await composer.prompt.click();
  for (let index = 0; index < prompt.length; index += 3) {
    await wb.page.keyboard.type(prompt.slice(index, index + 3));
    await film.shoot(0.08);
  }
  await composer.page.locator('#generate[aria-disabled="false"]').waitFor();
  await film.shoot(0.4);
  await pick(composer, '1:1');
  await goTo(composer.generate);
  await film.shoot(0.52);
  await composer.send();
}

async function pick(composer: ComposerPage, aspect: string): Promise<void> {
  await goTo(composer.page.getByRole('radiogroup', { name: 'Aspect' }).locator('.choice').filter({ hasText: aspect }));
  await composer.pick('Aspect', aspect);
  await film.shoot(0.4);
}

/** Follows the job in the tree, and plays its clip. */
async function watch(): Promise<void> {
  const jobs = await studio.jobs();
  let before = '';
  const row = await until(
    'the clip is ready',
    async () => {
      const [first] = await jobs.rows();
      const state = first?.description.split(' · ')[0] ?? '';
      if (state !== before) await film.shoot(0.92);
      before = state;
      return state === '5 s' && first;
    },
    clipTime,
  );
  await wb.notifications.get('is ready');
  await film.shoot(1);
  await wb.notifications.clear();
  const place = await goTo(jobs.row(row.name));
  await wb.page.mouse.click(place.x, place.y);
  const page = await wb.editors.webview('hot-air-balloon.mp4');
  await until('its frames', async () => (await page.locator('.time').getAttribute('data-frame')) !== null);
  await wb.page.keyboard.press('k');
  await stripFilled();
  for (let moment = 0; moment < 3.6; moment += 0.12) await frameAt(moment, 0.12);
  await film.shoot(1.2);
}

/** The small pictures under the bar are all there. */
async function stripFilled(): Promise<void> {
  const frame = await wb.editors.frame();
  await until('the strip', () =>
    frame.evaluate<boolean>(`(() => {
      const canvas = document.querySelector('.strip canvas');
      const { data } = canvas.getContext('2d').getImageData(0, canvas.height / 2, canvas.width, 1);
      return data.every((value, index) => index % 4 !== 3 || value === 255);
    })()`),
  );
}

/** Shows the frame of a moment of the clip, seconds, as it would be seen while it plays: for so many seconds. */
async function frameAt(moment: number, seconds: number): Promise<void> {
  const frame = await wb.editors.frame();
  await frame.evaluate(`new Promise((resolve) => {
    const video = document.querySelector('video');
    video.addEventListener('seeked', () => requestAnimationFrame(() => requestAnimationFrame(resolve)), { once: true });
    video.currentTime = ${moment + 0.01};
  })`);
  await film.shoot(seconds);
}

/** The composer with two references, and the preview of a clip. */
async function still(): Promise<void> {
  await wb.page.evaluate(`document.querySelectorAll('[id^="film-arrow"]').forEach((arrow) => arrow.remove())`);
  await studio.jobs();
  copyFileSync(await wb.screenshot('readme-preview'), join(folder, 'preview.png'));
  await studio.generateFrom('lake-at-dawn.png', 'lighthouse.jpg');
  const composer = await studio.composer();
  await composer.pick('Aspect', '16:9');
  await composer.slideTo(8);
  await composer.write(two);
  await composer.page.locator('#reference-1 img').waitFor();
  await wb.explorer.show();
  await composer.prompt.click();
  copyFileSync(await wb.screenshot('readme-composer'), join(folder, 'composer.png'));
}

/** The list of jobs, with a row of every kind: a test draws it. */
function tree(): void {
  const test = join(root, 'test/e2e/screenshots.test.ts');
  execFileSync(node, ['--disable-warning=ExperimentalWarning', '--test', test], { cwd: root, stdio: 'inherit' });
  copyFileSync(join(out, 'screenshots/jobs.png'), join(folder, 'tree.png'));
}
