import type { Page } from 'playwright-core';
import { until } from '../support/until.ts';

/** To be run in the window: notes the last press of a key or a button of the mouse, with which something was chosen. */
export const notePresses = `for (const event of ['keydown', 'mousedown'])
  addEventListener(event, () => (globalThis.pressed = performance.timeOrigin + performance.now()), true)`;

/**
 * To be run in each frame: notes when it first can see what `look`, a function of a document in words, finds in a frame of its own, as
 * pages of extensions are.
 */
export function noteShown(look: string): string {
  return `(() => {
    const sees = ${look};
    const look = () => {
      const pages = [...document.querySelectorAll('iframe')].flatMap(({ contentDocument }) => contentDocument ?? []);
      if (pages.some((page) => sees(page)))
        requestAnimationFrame(() => (globalThis.shown = performance.timeOrigin + performance.now()));
      else requestAnimationFrame(look);
    };
    look();
  })()`;
}

/** Ms from the last press to when what the frames look for was shown. */
export async function untilShown(page: Page, what: string): Promise<number> {
  const pressed = await page.evaluate<number>('globalThis.pressed');
  return (await until(what, () => shownIn(page, pressed), 60_000)) - pressed;
}

/** When a frame has shown it, if that was later; ms since 1970. */
async function shownIn(page: Page, than: number): Promise<number | undefined> {
  for (const frame of page.frames().slice(1)) {
    const shown = await frame.evaluate<number | undefined>('globalThis.shown').catch(() => undefined);
    if (shown !== undefined && shown > than) return shown;
  }
  return undefined;
}
