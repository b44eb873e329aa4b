import type { Page } from 'playwright-core';
import { Studio } from '../e2e/support.ts';
import { until } from '../support/until.ts';
import type { Bench } from './bench.ts';

const starts = 20;

const own = 'seedance-studio.seedance-studio';
const peer = 'vscode.media-preview';

/**
 * What VS Code says of how long it took to load and to activate, in an extension host that has just started: ours at the end of the
 * start, the built-in preview of media at the first picture.
 */
export const activation: Bench = {
  unit: 'ms',
  better: 'smaller',
  goal: 1,
  async measure() {
    const studio = await Studio.open();
    try {
      const measured = { name: 'activation', peer, ours: [] as number[], theirs: [] as number[] };
      // One start more that does not count, to warm up the disk.
      for (let start = -1; start < starts; start++) {
        const times = await timesOfStart(studio);
        if (start < 0) continue;
        measured.ours.push(times.get(own) ?? NaN);
        measured.theirs.push(times.get(peer) ?? NaN);
      }
      return [measured];
    } finally {
      await studio.close();
    }
  },
};

/** Ms by extension, of a new window with an extension host of its own. */
async function timesOfStart(studio: Studio): Promise<ReadonlyMap<string, number>> {
  const wb = await studio.wb.another(studio.folder);
  await wb.explorer.show();
  await wb.explorer.row('lake-at-dawn.png').click();
  await until('a picture', async () => (await wb.editors.titles()).includes('lake-at-dawn.png'));
  const times = await until(
    'both to be active',
    async () => {
      // It is written when it is opened.
      await wb.run('View: Close All Editors');
      const times = timesIn(await performanceText(wb.page, (title) => wb.run(title)));
      return times.has(own) && times.has(peer) ? times : undefined;
    },
    60_000,
  );
  await wb.page.close({ runBeforeUnload: true });
  return times;
}

/** The document that VS Code writes of its start. */
async function performanceText(page: Page, run: (title: string) => Promise<void>): Promise<string> {
  await run('Developer: Startup Performance');
  const editor = page.locator('.editor-group-container.active .monaco-editor');
  await editor.locator('.view-line').first().click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.press('ControlOrMeta+C');
  return await page.evaluate<string>('navigator.clipboard.readText()');
}

/** The rows of its table of extensions: name, whether at the start, ms to load the code, to call `activate`, until that was done. */
function timesIn(text: string): ReadonlyMap<string, number> {
  const table = text.slice(text.indexOf('Extension Activation Stats')).split('\n## ')[0] ?? '';
  const rows = table.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
  return new Map(rows.map(([, name = '', , load, call]) => [name, Number(load) + Number(call)]));
}
