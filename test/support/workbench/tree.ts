import type { Locator, Page } from 'playwright-core';
import { until } from '../until.ts';
import { Menu } from './menu.ts';
import { pointAway } from './pointAway.ts';

/** What one row of a tree view says. */
export interface TreeRow {
  readonly name: string;
  readonly description: string;
  /** What a screen reader says. */
  readonly label: string;
  /** The codicon's name without `codicon-`, e.g. `sync`; empty without one. */
  readonly icon: string;
  /** 1 at the top. */
  readonly level: number;
}

/** A tree view in the sidebar, by the name of its pane ("Jobs"). */
export class Tree {
  readonly #page: Page;
  readonly #pane: Locator;

  constructor(page: Page, name: string) {
    this.#page = page;
    this.#pane = page.locator('.sidebar .pane').filter({
      has: page.locator(`.pane-header[aria-label="${name} Section"]`),
    });
  }

  /** All rows that can be seen, as they are at one moment. */
  async rows(): Promise<TreeRow[]> {
    return await this.#rows.evaluateAll((rows: readonly Drawn[]) => {
      const text = (row: Drawn, part: string): string => row.querySelector(part)?.textContent ?? '';
      const icon = /codicon-(?!colored|modifier)([\w-]+)/;
      return rows.map((row) => ({
        name: text(row, '.label-name'),
        description: text(row, '.label-description'),
        label: row.getAttribute('aria-label') ?? '',
        icon: icon.exec(row.querySelector('.custom-view-tree-node-item-icon')?.className ?? '')?.[1] ?? '',
        level: Number(row.getAttribute('aria-level')),
      }));
    });
  }

  /** Waits until some row satisfies `wanted` and returns it. */
  async until(what: string, wanted: (row: TreeRow) => boolean, timeout?: number): Promise<TreeRow> {
    return await until(what, async () => (await this.rows()).find(wanted), timeout);
  }

  /** The row with that name; the first where several have it. */
  row(name: string): Locator {
    return this.#rows.filter({ has: this.#page.locator('.label-name').getByText(name, { exact: true }) }).first();
  }

  /** Clicks a row. */
  async click(name: string, options?: Parameters<Locator['click']>[0]): Promise<void> {
    await pointAway(this.#page);
    await this.row(name).click(options);
  }

  /** Right-clicks a row: once more where it was another's by then, as rows move while jobs go on. */
  async menu(name: string): Promise<Menu> {
    return await until(`the menu of ${name}`, async () => {
      await pointAway(this.#page);
      const menu = await Menu.open(this.#page, this.row(name));
      if (/\bfocused\b/.test((await this.row(name).getAttribute('class')) ?? '')) return menu;
      await menu.close();
      return undefined;
    });
  }

  /** Clicks an inline action of a row, by its tooltip. */
  async action(name: string, label: string): Promise<void> {
    await this.#pointAt(name);
    await this.row(name).locator('.actions').getByRole('button', { name: label, exact: true }).click();
  }

  /** The tooltips of a row's inline actions. */
  async actions(name: string): Promise<string[]> {
    await this.#pointAt(name);
    const buttons = await this.row(name).locator('.actions .action-label').all();
    return await Promise.all(buttons.map(async (button) => (await button.getAttribute('aria-label')) ?? ''));
  }

  /** The text of the hover that explains a row. Pointed at anew where the row was drawn anew, which takes its hover away. */
  async tooltip(name: string): Promise<string> {
    const hover = this.#page.locator('.workbench-hover-container .monaco-hover').last();
    return await until(`the tooltip of ${name}`, async () => {
      await this.#pointAt(name);
      await hover.waitFor({ timeout: 3_000 });
      const text = await hover.innerText({ timeout: 1_000 });
      // It is asked for when the row is pointed at: until it comes, that of the title may still be there.
      return !/^(Seedance( Studio)?(: .*)?|Loading\.*|)$/.test(text) && text;
    });
  }

  /** What stands there instead of rows; empty where there are rows. Its buttons and links can be clicked in it. */
  get welcome(): Locator {
    return this.#pane.locator('.welcome-view-content');
  }

  /** Clicks a button of the view's title bar, by its tooltip. */
  async title(label: string): Promise<void> {
    await this.#pane.hover();
    await this.#page.locator('.sidebar').getByRole('button', { name: label, exact: true }).first().click();
  }

  async #pointAt(name: string): Promise<void> {
    await pointAway(this.#page);
    await this.row(name).hover();
  }

  get #rows(): Locator {
    return this.#pane.locator('.pane-body .monaco-list-row');
  }
}

/** What is read of an element inside the page, where the types of the DOM are. */
interface Drawn {
  readonly className: string;
  readonly textContent: string | null;
  getAttribute(name: string): string | null;
  querySelector(selector: string): Drawn | null;
}
