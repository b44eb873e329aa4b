import type { Page } from 'playwright-core';
import { until } from '../until.ts';

/** The hover of the row that was pointed at last may lie over another one, and stays while the pointer rests: to be called before that is clicked. */
export async function pointAway(page: Page): Promise<void> {
  const hover = page.locator('.workbench-hover-container').last();
  await until('nothing to be explained', async () => {
    await page.mouse.move(0, 0);
    const isGone = await hover.waitFor({ state: 'hidden', timeout: 500 }).then(
      () => true,
      () => false,
    );
    // One that came when its row was left already goes once it was pointed at itself.
    if (!isGone) await hover.hover({ timeout: 1_000 });
    return isGone;
  });
}
