import type { Page } from 'playwright-core';

/** The hover of the row that was pointed at last may lie over another one, and stays while the pointer rests: to be called before that is clicked. */
export async function pointAway(page: Page): Promise<void> {
  await page.mouse.move(0, 0);
  await page.locator('.workbench-hover-container').last().waitFor({ state: 'hidden' });
}
