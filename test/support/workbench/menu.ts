import type { Locator, Page } from 'playwright-core';
import { until } from '../until.ts';

/** A context menu of VS Code, opened by a right click. */
export class Menu {
  readonly #page: Page;
  readonly #menu: Locator;
  readonly #open: () => Promise<void>;
  #opened = false;

  private constructor(page: Page, open: () => Promise<void>) {
    this.#page = page;
    this.#menu = page.locator('.monaco-menu:visible').last();
    this.#open = open;
  }

  /** Right-clicks `target` and waits for its menu. `force`: also where something lies over it, such as a text cursor. */
  static async open(page: Page, target: Locator, { force = false } = {}): Promise<Menu> {
    const menu = new Menu(page, () => target.click({ button: 'right', force, timeout: 10_000 }));
    await until('a menu', () => menu.#show(), 30_000);
    return menu;
  }

  /** The items from top to bottom, as they read; disabled ones are left out. */
  async items(): Promise<string[]> {
    return await this.#menu
      .locator('.action-item:not(.disabled) > .action-menu-item:not([aria-disabled="true"]) > .action-label')
      .allInnerTexts();
  }

  /** Takes the item that reads exactly `label`. */
  async choose(label: string): Promise<void> {
    const item = this.#menu.locator('.action-menu-item').filter({
      has: this.#page.locator('.action-label').getByText(label, { exact: true }),
    });
    await until(`“${label}” in a menu`, async () => {
      if (!(await this.#menu.isVisible())) await this.#show();
      // VS Code ignores a mouse button for a moment after a menu has opened, but not the keyboard.
      await item.hover({ timeout: 5_000 });
      return true;
    });
    await this.#page.keyboard.press('Enter');
    await this.#menu.waitFor({ state: 'hidden' });
  }

  /** Leaves it without taking anything. */
  async close(): Promise<void> {
    await this.#page.keyboard.press('Escape');
    await this.#menu.waitFor({ state: 'hidden' });
  }

  /** An editor that comes up at this moment takes the focus, and the menu goes: so it may have to be opened again. */
  async #show(): Promise<true> {
    // One that took long to come is there by now, and lies over what would be clicked.
    if (!this.#opened || !(await this.#menu.isVisible())) await this.#open();
    this.#opened = true;
    await this.#menu.locator('.action-item').first().waitFor({ timeout: 2_000 });
    return true;
  }
}
