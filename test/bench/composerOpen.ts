import { Studio } from '../e2e/support.ts';
import { Menu } from '../support/workbench/menu.ts';
import type { Bench } from './bench.ts';
import { notePresses, noteShown, untilShown } from './shown.ts';

const runs = 11;

const picture = 'lake-at-dawn.png';

/** The composer's prompt with the cursor in it, or the picture in VS Code's own preview. */
const sees = `(page) => {
  const prompt = page.querySelector('#prompt');
  if (prompt) return prompt.checkVisibility() && page.activeElement === prompt && prompt.disabled !== true;
  const image = page.querySelector('img.scale-to-fit, .image img');
  return image?.complete === true && image.naturalWidth > 0 && image.checkVisibility({ visibilityProperty: true });
}`;

/** From the choice in an image's menu to a composer that takes typing, against a click on the same image to its picture in VS Code's preview. */
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
      const measured = {
        name: 'composer-open',
        peer: 'vscode.media-preview',
        ours: [] as number[],
        theirs: [] as number[],
      };
      // One run more that does not count, to warm up both.
      for (let turn = -1; turn < runs; turn++) {
        const ours = await time(studio, () => chooseGenerate(studio));
        const theirs = await time(studio, () => studio.wb.explorer.row(picture).click());
        if (turn < 0) continue;
        measured.ours.push(ours);
        measured.theirs.push(theirs);
      }
      return [measured];
    } finally {
      await studio.close();
    }
  },
};

/** Ms from the last press of a gesture to what it shows. */
async function time(studio: Studio, gesture: () => Promise<void>): Promise<number> {
  await studio.closeTabs();
  await studio.wb.explorer.show();
  await gesture();
  return await untilShown(studio.wb.page, 'a page');
}

async function chooseGenerate(studio: Studio): Promise<void> {
  const menu = await Menu.open(studio.wb.page, studio.wb.explorer.row(picture));
  await menu.choose('Generate Video…');
}
