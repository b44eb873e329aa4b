import type { Locator, Page } from 'playwright-core';
import { until } from '../until.ts';
import { Menu } from './menu.ts';
import { pointAway } from './pointAway.ts';

/** The file explorer. Files are named as they read there. */
export class Explorer {
  readonly #page: Page;
  readonly #view: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.#view = page.locator('.explorer-folders-view');
  }

  /** Shows the explorer in the sidebar. */
  async show(): Promise<void> {
    if (!(await this.#view.isVisible())) {
      await this.#page.locator('.activitybar a.action-label[aria-label^="Explorer"]').click();
    }
    await this.#view.locator('.monaco-list-row').first().waitFor();
  }

  /** Shows the explorer and lets it read the folder again. */
  async refresh(): Promise<void> {
    await this.show();
    await this.#page.locator('.sidebar .explorer-folders-view').hover();
    await this.#page.locator('.sidebar').getByRole('button', { name: 'Refresh Explorer' }).click();
  }

  /** The row of a file or folder. */
  row(name: string): Locator {
    return this.#view.locator('.monaco-list-row').filter({
      has: this.#page.locator('.label-name').getByText(name, { exact: true }),
    });
  }

  /** All rows that can be seen. */
  async names(): Promise<string[]> {
    await this.show();
    return await this.#view.locator('.monaco-list-row .label-name').allInnerTexts();
  }

  /** Selects exactly these files, in this order. One alone is opened in a preview tab, as people see, too. */
  async select(...names: readonly string[]): Promise<void> {
    await this.show();
    const [first = ''] = names;
    if (names.length === 1) {
      await until(`${first} selected`, async () => {
        await pointAway(this.#page);
        await this.row(first).click({ timeout: 5_000 });
        return true;
      });
      return;
    }
    // A file that comes at this moment draws the rows anew, and what was selected may be so no more.
    await until(`${names.join(', ')} selected`, async () => {
      // With Ctrl from the first click on: a click without it opens the file, and the explorer then goes back to that one.
      await this.#view.locator('.monaco-list').focus();
      await this.#page.keyboard.press('Escape');
      for (const name of names) {
        await pointAway(this.#page);
        await this.row(name).click({ modifiers: ['ControlOrMeta'] });
      }
      const selected = await this.#view.locator('.monaco-list-row.selected .label-name').allInnerTexts();
      return selected.toSorted().join('\n') === names.toSorted().join('\n');
    });
  }

  /** Selects these files and right-clicks the last one. */
  async menu(...names: readonly string[]): Promise<Menu> {
    await this.select(...names);
    return await Menu.open(this.#page, this.row(names.at(-1) ?? ''));
  }

  /** Opens a file in a tab that stays. */
  async open(name: string): Promise<void> {
    await this.show();
    await pointAway(this.#page);
    await this.row(name).dblclick();
  }

  /** Drags a file onto `target` with Shift held, as VS Code wants it for what lies in a webview. */
  async dragTo(name: string, target: Locator): Promise<void> {
    await this.show();
    const { mouse, keyboard } = this.#page;
    const [from, to] = await Promise.all([this.row(name).boundingBox(), target.boundingBox()]);
    if (from === null || to === null) throw new Error('Nothing to drag, or nowhere to drop.');
    await mouse.move(from.x + 40, from.y + from.height / 2);
    await mouse.down();
    // A drag begins with a few pixels; VS Code then looks for Shift with every further one.
    await mouse.move(from.x + 60, from.y + from.height / 2, { steps: 3 });
    await keyboard.down('Shift');
    await mouse.move(to.x + to.width / 2 - 20, to.y + to.height / 2, { steps: 10 });
    await mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 10 });
    await mouse.up();
    await keyboard.up('Shift');
  }
}
