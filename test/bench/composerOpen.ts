import { Studio } from '../e2e/support.ts';
import { Menu } from '../support/workbench/menu.ts';
import type { Bench } from './bench.ts';
import { forgetPresses, notePresses, noteShown, untilShown, type Shown } from './shown.ts';

const runs = 11;

const image = 'lake-at-dawn.png';

/** The composer's prompt with the cursor in it, or the picture in VS Code's own preview. */
const sees = `(page) => {
  const prompt = page.querySelector('#prompt');
  if (prompt) return prompt.checkVisibility() && page.activeElement === prompt && prompt.disabled !== true;
  const image = page.querySelector('img.scale-to-fit, .image img');
  return image?.complete === true && image.naturalWidth > 0 && image.checkVisibility({ visibilityProperty: true });
}`;

/**
 * From a right-click on an image, by its menu, to a composer that takes typing, against a click on the same image to its picture in VS
 * Code's preview. Beside it without the menu, which is VS Code's own: from the choice in it.
 */
export const composerOpen: Bench = {
  unit: 'ms',
  better: 'smaller',
  goal: 1.5,
  async measure() {
    const studio = await Studio.open();
    try {
      const { page } = studio.wb;
      await page.context().addInitScript(noteShown(sees));
      await page.evaluate(notePresses);
      const [ours, chosen, theirs]: [number[], number[], number[]] = [[], [], []];
      // One run more that does not count, to warm up both.
      for (let turn = -1; turn < runs; turn++) {
        const composer = await time(studio, () => chooseGenerate(studio));
        const picture = await time(studio, () => studio.wb.explorer.row(image).click());
        if (turn < 0) continue;
        ours.push(composer.sinceFirst);
        chosen.push(composer.sinceLast);
        theirs.push(picture.sinceFirst);
      }
      const peer = 'vscode.media-preview';
      return [
        { name: 'composer-open', peer, ours, theirs },
        { name: 'composer-open:chosen', peer, ours: chosen, theirs },
      ];
    } finally {
      await studio.close();
    }
  },
};

/** How long it takes from a gesture to what it shows. */
async function time(studio: Studio, gesture: () => Promise<void>): Promise<Shown> {
  await studio.closeTabs();
  await studio.wb.explorer.show();
  await studio.wb.page.evaluate(forgetPresses);
  await gesture();
  return await untilShown(studio.wb.page, 'a page');
}

async function chooseGenerate(studio: Studio): Promise<void> {
  const menu = await Menu.open(studio.wb.page, studio.wb.explorer.row(image));
  await menu.choose('Generate Video…');
}
