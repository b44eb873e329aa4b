import assert from 'node:assert/strict';
import type { Frame, FrameLocator } from 'playwright-core';
import { until } from '../support/until.ts';
import type { Workbench } from '../support/workbench.ts';

/**
 * Fails unless the page in front gets the whole screen by its key where the browser gives it, and else the whole window without `aside`; and
 * gives it back by the key, by Escape and by its button.
 */
export async function expectFullScreen(
  wb: Workbench,
  { page, frame }: { readonly page: FrameLocator; readonly frame: Frame },
  aside: string,
  picture: string,
): Promise<void> {
  // VS Code moves the focus about as it puts its parts away and brings them back.
  const press = async (key: string): Promise<void> => {
    await until('the page has the focus', () => frame.evaluate<boolean>('document.hasFocus()'));
    await wb.page.keyboard.press(key);
  };
  const own = (): Promise<boolean> => frame.evaluate<boolean>('document.fullscreenElement !== null');
  await press('f');
  await until('full screen', own);
  await press('f');
  await until('no full screen', async () => !(await own()));
  // As in VS Code on the desktop, whose frames are not allowed to have it.
  await frame.evaluate(`Object.defineProperty(document, 'fullscreenEnabled', { value: false })`);
  const player = page.locator('.player');
  const others = wb.page.locator('.part.activitybar, .part.sidebar, .part.statusbar');
  const visible = async (): Promise<number> => {
    const seen = await Promise.all((await others.all()).map((part) => part.isVisible()));
    return seen.filter(Boolean).length;
  };
  const before = await player.boundingBox();
  const around = await visible();
  assert.ok(before !== null && around === 3);
  const isFull = async (): Promise<void> => {
    await until('nothing but the page', async () => {
      const box = await player.boundingBox();
      const width = wb.page.viewportSize()?.width ?? 0;
      // VS Code leaves a border of a few pixels.
      const isWide = box !== null && box.width > width - 16;
      return isWide && (await visible()) === 0 && !(await page.locator(aside).isVisible());
    });
  };
  const isBack = async (): Promise<void> => {
    await until('all as it was', async () => {
      const box = await player.boundingBox();
      return (await visible()) === around && box?.width === before.width && (await page.locator(aside).isVisible());
    });
  };
  const button = page.getByRole('button', { name: 'Full screen', exact: true });
  await press('f');
  await isFull();
  await wb.screenshot(picture);
  await press('Escape');
  await isBack();
  await press('f');
  await isFull();
  await press('f');
  await isBack();
  await button.click();
  await isFull();
  await button.click();
  await isBack();
}
