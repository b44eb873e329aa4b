import { Studio } from '../e2e/support.ts';
import { until } from '../support/until.ts';
import type { Bench } from './bench.ts';

const starts = 20;

/** As the list of running extensions names them. */
const own = 'Seedance Studio';
const peer = 'Media Preview';

/**
 * What VS Code says of how long it took to load and to activate, in an extension host that has just started, on a disk that is warm:
 * ours at the end of the start, the built-in preview of media at the first picture.
 */
export const activation: Bench = {
  unit: 'ms',
  better: 'smaller',
  goal: 1,
  async measure() {
    const studio = await Studio.open();
    try {
      const measured = {
        name: 'activation',
        peer: 'vscode.media-preview',
        ours: [] as number[],
        theirs: [] as number[],
      };
      // One start more that does not count, to warm up the disk.
      for (let start = -1; start < starts; start++) {
        const [ours = NaN, theirs = NaN] = await timesOfStart(studio);
        if (start < 0) continue;
        measured.ours.push(ours);
        measured.theirs.push(theirs);
      }
      return [measured];
    } finally {
      await studio.close();
    }
  },
};

/** Ms of each of the two, in this order, of a new window with an extension host of its own. */
async function timesOfStart(studio: Studio): Promise<readonly number[]> {
  const wb = await studio.wb.another(studio.folder);
  // All that run are to be seen at once.
  await wb.page.setViewportSize({ width: 1280, height: 3000 });
  await wb.explorer.show();
  // What its preview says in the status bar: one that is covered before it has started is not active at all. A window that does not know
  // its extensions yet opens the picture as text; the next click does not.
  const size = wb.page.locator('.statusbar').getByText('1280x720');
  await until(
    'the picture',
    async () => {
      await wb.explorer.row('lake-at-dawn.png').click();
      await size.waitFor({ timeout: 5_000 });
      return true;
    },
    60_000,
  );
  await wb.run('Developer: Show Running Extensions');
  const times = await until('both to be active', async () => {
    const rows = await wb.page.locator('.runtime-extensions-editor .extension').allInnerTexts();
    const times = [own, peer].flatMap((name) => timeIn(rows.find((row) => row.startsWith(name)) ?? '') ?? []);
    return times.length === 2 ? times : undefined;
  });
  await wb.page.close({ runBeforeUnload: true });
  return times;
}

/** Ms to load the code and to call `activate`, as the list of running extensions says it. */
function timeIn(row: string): number | undefined {
  const time = /Activation: (\d+)ms/.exec(row)?.[1];
  return time === undefined ? undefined : Number(time);
}
