import type { Page } from 'playwright-core';
import { until } from '../support/until.ts';

/** To be run in the window: notes the first and the last press of a key or a button of the mouse since `forgetPresses`. */
export const notePresses = `for (const event of ['keydown', 'mousedown'])
  addEventListener(event, () => {
    globalThis.lastPress = performance.timeOrigin + performance.now();
    globalThis.firstPress ??= globalThis.lastPress;
  }, true)`;

/** To be run in the window before a gesture. */
export const forgetPresses = 'globalThis.firstPress = undefined';

/**
 * To be run in each frame: notes when it first can see what `look`, in words an expression that is a function of a document, finds in a frame of its own, as
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

/** Ms from a press to when what the frames look for was shown. */
export interface Shown {
  /** From the first press of the gesture. */
  readonly sinceFirst: number;
  readonly sinceLast: number;
}

/** Resolves when it was shown after the last gesture. */
export async function untilShown(page: Page, what: string): Promise<Shown> {
  const [first, last] = await page.evaluate<[number, number]>('[globalThis.firstPress, globalThis.lastPress]');
  const shown = await until(what, () => shownIn(page, last), 60_000);
  return { sinceFirst: shown - first, sinceLast: shown - last };
}

/** When a frame has shown it, if that was later; ms since 1970. */
async function shownIn(page: Page, than: number): Promise<number | undefined> {
  for (const frame of page.frames().slice(1)) {
    const shown = await frame.evaluate<number | undefined>('globalThis.shown').catch(() => undefined);
    if (shown !== undefined && shown > than) return shown;
  }
  return undefined;
}
