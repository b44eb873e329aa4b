import type { Locator, Page } from 'playwright-core';
import { until } from '../until.ts';
import { Menu } from './menu.ts';

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

  /** Selects exactly these files, in this order. */
  async select(...names: readonly string[]): Promise<void> {
    await this.show();
    // The first click opens a preview tab, as people see, too; once it is open, the explorer goes back to its file alone.
    await until(`${names.join(', ')} selected`, async () => {
      for (const [index, name] of names.entries()) {
        await this.row(name).click(index === 0 ? {} : { modifiers: ['ControlOrMeta'] });
      }
      await this.#page.locator(`.tab.active[aria-label^="${names[0]}"]`).waitFor({ timeout: 5_000 });
      const selected = await this.#view.locator('.monaco-list-row.selected .label-name').allInnerTexts();
      return selected.length === names.length && names.every((name) => selected.includes(name));
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
    await this.row(name).dblclick();
  }
}
