import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import type { Locator } from 'playwright-core';
import { until } from '../support/until.ts';
import { clipTime, Studio } from './support.ts';

let studio: Studio;
before(async () => {
  studio = await Studio.open();
});
afterEach(async (context) => await studio.afterTest(context));
after(async () => await studio.close());

const press = async (...keys: readonly string[]): Promise<void> => {
  for (const key of keys) await studio.wb.page.keyboard.press(key);
};

/** Presses a key until this is so, as people do who look where they are. */
async function pressUntil(key: string, what: string, isSo: () => Promise<boolean>): Promise<void> {
  await until(what, async () => {
    if (await isSo()) return true;
    await press(key);
    return false;
  });
}

const hasFocus = async (element: Locator): Promise<boolean> =>
  await element.evaluate((each: { matches(selector: string): boolean }) => each.matches(':focus, :focus-within'));

/** The row of the list in front that the keys act on. */
async function focusedRow(list: string): Promise<string> {
  const row = studio.wb.page.locator(`${list} .monaco-list-row.focused .label-name`);
  return (await row.count()) === 1 ? await row.innerText() : '';
}

/** A command out of the palette, typed. */
async function command(title: string): Promise<void> {
  const { page } = studio.wb;
  const input = page.locator('.quick-input-widget input').first();
  await press('F1');
  await input.waitFor();
  await page.keyboard.type(title);
  await page.locator('.quick-input-list .monaco-list-row.focused').getByText(title).first().waitFor();
  await press('Enter');
  await input.waitFor({ state: 'hidden' });
}

test('from a picture to a clip that plays by the keyboard alone, and each step is said to a screen reader', async () => {
  const { page, editors } = studio.wb;

  // The picture in the explorer, and its menu.
  await command('View: Show Explorer');
  await press('Home');
  await pressUntil('ArrowDown', 'the picture has the focus', async () => {
    return (await focusedRow('.explorer-folders-view')) === 'lighthouse.jpg';
  });
  await press('Shift+F10');
  const item = page.locator('.monaco-menu .action-item.focused .action-label');
  await page.locator('.monaco-menu').waitFor();
  await pressUntil('ArrowDown', 'Generate Video… is chosen', async () => {
    return (await item.count()) > 0 && (await item.first().innerText()) === 'Generate Video…';
  });
  await press('Enter');

  // The composer: the cursor is in the prompt, and Tab leads through everything.
  const composer = await studio.composer();
  await until('the cursor in the prompt', async () => await hasFocus(composer.prompt));
  await page.keyboard.type('The beam turns once, [Image 1]');
  const nineSixteen = composer.page.getByRole('radiogroup', { name: 'Aspect' }).getByRole('radio', { name: '9:16' });
  const aspect = composer.page.getByRole('radiogroup', { name: 'Aspect' });
  await pressUntil('Tab', 'the aspect has the focus', async () => await hasFocus(aspect));
  await pressUntil('ArrowRight', '9:16 is chosen', async () => await nineSixteen.isChecked());
  await pressUntil('Tab', 'Generate has the focus', async () => await hasFocus(composer.generate));
  await press('Control+Enter');

  // Once it is sent the composer closes, and its place gets the focus; the jobs came up, and a key leads there.
  await until('the composer has closed', async () => (await editors.titles()).length === 0);
  await command('Seedance: Focus on Jobs View');
  await pressUntil('ArrowDown', 'the job has the focus', async () => {
    return (await focusedRow('.sidebar .pane')).startsWith('The beam turns once');
  });
  const row = page.locator('.sidebar .pane .monaco-list-row.focused');
  await until(
    'the row tells that it is ready',
    async () => {
      return /The beam turns once.*, 5 s · 9:16/.test((await row.getAttribute('aria-label')) ?? '');
    },
    clipTime,
  );
  const said = page.locator('.monaco-aria-container .monaco-alert, .monaco-aria-container .monaco-status');
  await until('it is said that the clip is ready', async () => {
    return (await said.allInnerTexts()).some((text) => text.includes('The beam turns once'));
  });
  assert.equal((await studio.ledger()).length, 1);
  assert.ok(existsSync(join(studio.folder, 'seedance', 'lighthouse.mp4')));

  // The clip: Enter opens it, Space plays it.
  await press('Enter');
  const preview = await until('the preview in front', async () => {
    return (await editors.active()) === 'lighthouse.mp4' && (await editors.webview());
  });
  await preview.locator('.time[data-frame]').waitFor();
  const paused = async (): Promise<boolean> =>
    await preview
      .locator('video')
      .first()
      .evaluate((video: { readonly paused: boolean }) => video.paused);
  await press('k', 'Home');
  await until('it stands', paused);
  await press('Space');
  await until('it plays', async () => !(await paused()));
  await press('Space');
  await until('it stands again', paused);
});
