import type { Frame, FrameLocator, Locator, Page } from 'playwright-core';
import { until } from '../until.ts';
import { Menu } from './menu.ts';

const TAB = '.editor-group-container .tab';

/** The editor tabs and what they show. */
export class Editors {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** The titles of all tabs, from left to right. */
  async titles(): Promise<string[]> {
    return await Promise.all((await this.#page.locator(TAB).all()).map(title));
  }

  /** The title of the tab that is in front and has the focus. */
  async active(): Promise<string> {
    return await title(this.#active.locator('.tab.active'));
  }

  /** Waits for the tab with that title. */
  async tab(wanted: string | RegExp): Promise<Locator> {
    return await until(`a tab called ${wanted}`, async () => {
      for (const tab of await this.#page.locator(TAB).all()) {
        const found = await title(tab);
        if (typeof wanted === 'string' ? found === wanted : wanted.test(found)) return tab;
      }
      return undefined;
    });
  }

  /** Brings a tab to the front. */
  async show(wanted: string | RegExp): Promise<void> {
    const tab = await this.tab(wanted);
    await tab.click();
    await until(`${wanted} in front`, async () => (await tab.getAttribute('aria-selected')) === 'true');
  }

  /** Right-clicks a tab. */
  async menu(wanted: string | RegExp): Promise<Menu> {
    return await Menu.open(this.#page, await this.tab(wanted));
  }

  /** Closes a tab. */
  async close(wanted: string | RegExp): Promise<void> {
    const tabs = this.#page.locator(TAB);
    const before = await tabs.count();
    const tab = await this.tab(wanted);
    await tab.hover();
    await tab.getByRole('button', { name: /^Close/ }).click();
    await until(`${wanted} closed`, async () => (await tabs.count()) < before);
  }

  /** A piece of text in the text editor that is in front; to click it or to put the cursor there. */
  text(piece: string): Locator {
    return this.#active.locator('.monaco-editor .view-lines').getByText(piece).last();
  }

  /** Right-clicks a piece of text in the text editor that is in front. */
  async textMenu(piece: string): Promise<Menu> {
    // A first click leaves the cursor in the middle of the piece, where a second one would wait for it to go.
    return await Menu.open(this.#page, this.text(piece), { force: true });
  }

  /** Clicks an action of the title bar, by its tooltip. */
  async action(label: string): Promise<void> {
    await this.#active.locator('.editor-actions').getByRole('button', { name: label, exact: true }).click();
  }

  /**
   * The page of a webview: of the tab in front, or of the tab called `wanted`, which is brought to the front. VS Code lays
   * it over the editor as an iframe in an iframe; the editor's element names the outer one in `aria-flowto`.
   */
  async webview(wanted?: string | RegExp): Promise<FrameLocator> {
    if (wanted !== undefined) await this.show(wanted);
    return await until('a webview in front', async () => {
      const element = this.#active.locator('[id^="webview-editor-element-"]').first();
      const id = await element.getAttribute('aria-flowto', { timeout: 1_000 });
      const page = this.#page.frameLocator(`iframe.webview[name="${id}"]`).frameLocator('iframe#active-frame');
      // The first page may still load, or be swapped for the next one.
      await page.locator('body').waitFor({ state: 'attached', timeout: 1_000 });
      return page;
    });
  }

  /** The same as a frame, to evaluate in. It dies when the webview reloads. */
  async frame(wanted?: string | RegExp): Promise<Frame> {
    const page = await this.webview(wanted);
    return await until('the frame of the webview', async () => {
      const body = await page.locator('body').elementHandle({ timeout: 1_000 });
      return await body.ownerFrame();
    });
  }

  get #active(): Locator {
    return this.#page.locator('.editor-group-container.active');
  }
}

/** A tab's title, without what VS Code adds for a screen reader: its group where there are several, its state. */
async function title(tab: Locator): Promise<string> {
  const label = (await tab.getAttribute('aria-label', { timeout: 1_000 })) ?? '';
  return label.replace(/(, (preview|pinned|Editor Group \d+))+$/, '');
}
