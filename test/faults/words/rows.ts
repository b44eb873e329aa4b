import type { Studio } from '../../e2e/support.ts';
import { until } from '../../support/until.ts';
import type { Tree } from '../../support/workbench/tree.ts';

/** The names and descriptions of all rows, a line each, read while the view is scrolled to its end. */
export async function allRows(studio: Studio): Promise<ReadonlySet<string>> {
  const jobs = await studio.jobs();
  const rows = new Set<string>();
  await scrollUp(studio);
  for (let still = 0; still < 3;) {
    const before = rows.size;
    for (const { name, description } of await jobs.rows()) rows.add(`${name}\n${description}`);
    still = rows.size === before ? still + 1 : 0;
    await studio.wb.page.keyboard.press('PageDown');
  }
  return rows;
}

/** The tree, scrolled to its top, once a row of that name is there. */
export async function treeWith(name: string, studio: Studio): Promise<Tree> {
  const jobs = await studio.jobs();
  await until(
    `a row called ${name}`,
    async () => {
      await scrollUp(studio);
      return await jobs.row(name).isVisible();
    },
    30_000,
  );
  return jobs;
}

async function scrollUp({ wb }: Studio): Promise<void> {
  await wb.page.locator('.sidebar .pane-body .monaco-list').first().focus();
  await wb.page.keyboard.press('Home');
}
