import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { out } from '../support/paths.mjs';
import type { Theme } from '../support/workbench.ts';
import { clipTime, Studio } from './support.ts';

const themes: readonly Theme[] = ['dark', 'high-contrast-dark', 'high-contrast-light', 'light'];

/** A window with a sidebar as narrow as people work with, and one that fills a large screen. */
const sizes = [
  { name: 'narrow', width: 700, height: 800 },
  { name: 'wide', width: 1800, height: 1000 },
];

// Long enough that the words for the sandbox are not seen in their rows.
const failed = 'Waves roll in at dusk, camera low over the sand [sandbox:moderation]';
const cancelled = 'Night street, neon in the rain, handheld [sandbox:slow]';
const running = 'Mist lifts off the lake while the boat drifts left [sandbox:slow]';
const queued = 'A path through the forest, light between the trees';
const ready = 'The balloon rises over the hills, slow push in';
const draft =
  'Start at [Image 1]: mist lifts off the water and the little boat drifts to the left. ' +
  'The camera glides over the lake, slowly, and settles on [Image 2], the lighthouse, whose beam turns once.';

let studio: Studio;
before(async () => {
  studio = await Studio.open();
});
afterEach(async (context) => await studio.afterTest(context));
after(async () => await studio.close());

test('composer, jobs and preview are drawn in every theme, and nothing is wider than its tab', async () => {
  const { wb } = studio;
  await studio.submit(failed, 'failed');
  await studio.submit(cancelled, 'processing');
  const jobs = await studio.jobs();
  const { name: cancelling } = await jobs.until('the job to cancel', ({ name }) => name.startsWith('Night'));
  await jobs.action(cancelling, 'Cancel');
  await studio.generateFrom('hot-air-balloon.webp');
  const first = await studio.composer();
  await first.pick('Aspect', '1:1');
  await first.write(ready);
  await first.send();
  const { name } = await jobs.until('a clip is ready', ({ description }) => description.startsWith('5 s'), clipTime);
  await wb.notifications.get('is ready');
  await wb.notifications.clear();
  await studio.closeTabs();
  await jobs.click(name);
  const preview = await wb.editors.webview('hot-air-balloon.mp4');
  await preview.getByRole('button', { name: 'Pause' }).click();

  await studio.generateFrom('lake-at-dawn.png', 'lighthouse.jpg');
  const composer = await studio.composer();
  await composer.pick('Aspect', '16:9');
  await composer.slideTo(8);
  await composer.write(draft);
  await studio.submit(running, 'processing');

  for (const theme of themes) {
    await wb.theme(theme);
    await showComposer();
    await wb.screenshot(`composer-${theme}`);
    await showPreview();
    await wb.screenshot(`preview-${theme}`);
  }
  for (const { name, width, height } of sizes) {
    await wb.resize(width, height);
    await showComposer();
    await wb.screenshot(`composer-${name}`);
    await showPreview();
    await wb.screenshot(`preview-${name}`);
  }

  await wb.resize(1280, 800);
  // Wide enough that every row can be read whole.
  const sidebar = await wb.page.locator('.sidebar').boundingBox();
  assert.ok(sidebar);
  const edge = sidebar.x + sidebar.width;
  await wb.page.mouse.move(edge, 500);
  await wb.page.mouse.down();
  await wb.page.mouse.move(edge + 160, 500, { steps: 4 });
  await wb.page.mouse.up();
  await studio.submit(queued, 'queued');
  await wb.page.locator('.sidebar .monaco-list-row.selected').getByText('A path').waitFor();
  const clip = { x: sidebar.x, y: sidebar.y, width: sidebar.width + 160, height: 160 };
  await wb.page.screenshot({ path: join(out, 'screenshots/jobs.png'), clip });
});

async function showComposer(): Promise<void> {
  const { wb } = studio;
  await wb.explorer.show();
  await wb.editors.show('Generate Video');
  const composer = await studio.composer();
  await composer.page.locator('#reference-1 img').waitFor();
  await composer.prompt.click();
  await fits();
}

async function showPreview(): Promise<void> {
  await studio.jobs();
  const page = await studio.wb.editors.webview('hot-air-balloon.mp4');
  await page.getByRole('slider', { name: 'Position' }).click();
  await fits();
}

/** Fails where the page in front is wider than its tab. */
async function fits(): Promise<void> {
  const frame = await studio.wb.editors.frame();
  const { scrollWidth, clientWidth } = await frame.evaluate<{ scrollWidth: number; clientWidth: number }>(
    '({ scrollWidth: document.documentElement.scrollWidth, clientWidth: document.documentElement.clientWidth })',
  );
  assert.ok(scrollWidth <= clientWidth, `${scrollWidth} px in ${clientWidth} px`);
}
