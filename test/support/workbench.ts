import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { out } from './paths.mjs';
import type { Server } from './server.ts';
import { until } from './until.ts';
import type { Settings } from './vscode-home.ts';
import { Editors } from './workbench/editors.ts';
import { Explorer } from './workbench/explorer.ts';
import { Notifications } from './workbench/notifications.ts';
import { QuickInput } from './workbench/quick-input.ts';
import { Tree } from './workbench/tree.ts';

/** Each kind of theme: how the list of themes calls one, and the class that VS Code then gives to its page. */
const THEMES = {
  light: { label: 'Light Modern', drawn: 'vs' },
  dark: { label: 'Dark Modern', drawn: 'vs-dark' },
  'high-contrast-dark': { label: 'Dark High Contrast', drawn: 'hc-black' },
  'high-contrast-light': { label: 'Light High Contrast', drawn: 'hc-light' },
} as const;

export type Theme = keyof typeof THEMES;

export interface WorkbenchOptions {
  readonly browser: Browser;
  readonly server: Server;
  /** The folder to open, an absolute path; none where it is empty. */
  readonly folder: string;
  /** Of the window, in CSS pixels. */
  readonly viewport?: { readonly width: number; readonly height: number };
}

/** A VS Code window in a browser, driven the way people use it. Everything waits for what it needs, up to a limit. */
export class Workbench {
  readonly page: Page;
  readonly explorer: Explorer;
  readonly quickInput: QuickInput;
  readonly editors: Editors;
  readonly notifications: Notifications;
  readonly #server: Server;
  /** In which order pictures are taken next: from the theme that a window starts with. */
  readonly #themes: Theme[] = ['light', 'dark', 'high-contrast-dark', 'high-contrast-light'];

  private constructor(page: Page, server: Server) {
    this.page = page;
    this.#server = server;
    this.explorer = new Explorer(page);
    this.quickInput = new QuickInput(page);
    this.editors = new Editors(page);
    this.notifications = new Notifications(page);
  }

  /** Opens a window in a browser profile of its own and waits until extensions are known. */
  static async open(options: WorkbenchOptions): Promise<Workbench> {
    const context = await options.browser.newContext({
      viewport: options.viewport ?? { width: 1280, height: 800 },
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    return await Workbench.#show(await context.newPage(), options);
  }

  /** A second window on `folder` in the same browser profile, as one person has two. */
  async another(folder: string): Promise<Workbench> {
    return await Workbench.#show(await this.page.context().newPage(), { server: this.#server, folder });
  }

  static async #show(page: Page, options: Pick<WorkbenchOptions, 'server' | 'folder'>): Promise<Workbench> {
    // VS Code may ask before it lets go of a page; a test never stays.
    page.on('dialog', (dialog) => void dialog.accept());
    await page.goto(options.server.url(options.folder));
    const workbench = new Workbench(page, options.server);
    await workbench.#ready();
    return workbench;
  }

  /** Runs a command by its whole title in the palette, e.g. "Seedance: Generate Video from Text…". */
  async run(title: string): Promise<void> {
    await this.quickInput.run(title);
  }

  /** Opens a container of the activity bar by its title and returns the tree in it that is called `view`. */
  async tree(container: string, view: string): Promise<Tree> {
    const button = this.#activity(container);
    if ((await button.getAttribute('aria-selected')) !== 'true') await button.click();
    await this.page.locator('.sidebar .composite.title').getByText(container).first().waitFor();
    return new Tree(this.page, view);
  }

  /** The number on a container of the activity bar; empty without one. */
  async badge(container: string): Promise<string> {
    const badge = this.#activity(container).locator('.badge-content');
    return (await badge.isVisible()) ? await badge.innerText() : '';
  }

  /** The texts of the status bar, from left to right. */
  async statusBar(): Promise<string[]> {
    const texts = await this.page.locator('.statusbar .statusbar-item:visible').allInnerTexts();
    return texts.map((text) => text.trim()).filter((text) => text !== '');
  }

  /** Changes settings of the user in their file's editor, as people do; undefined takes one out. */
  async settings(changes: Settings): Promise<void> {
    const { settingsFile } = this.#server.home;
    const current = JSON.parse(readFileSync(settingsFile, 'utf8')) as Settings;
    const text = JSON.stringify({ ...current, ...changes });
    await this.run('Preferences: Open User Settings (JSON)');
    await this.editors.show('settings.json');
    const editor = this.page.locator('.editor-group-container.active .monaco-editor');
    await editor.locator('.view-line').first().click();
    await this.page.keyboard.press('ControlOrMeta+A');
    // Pasted, since the editor would complete the brackets of what is typed.
    await this.page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
    await this.page.keyboard.press('ControlOrMeta+V');
    await this.page.keyboard.press('ControlOrMeta+S');
    await until('the settings saved', () => readFileSync(settingsFile, 'utf8') === text);
    await this.editors.close('settings.json');
  }

  /** Switches the theme and waits until it is drawn. */
  async theme(theme: Theme): Promise<void> {
    const { label, drawn } = THEMES[theme];
    await this.run('Preferences: Color Theme');
    await this.quickInput.choose(label);
    await this.page.locator(`.monaco-workbench.${drawn}`).waitFor();
  }

  /** Sets the size of the window, in CSS pixels. */
  async resize(width: number, height: number): Promise<void> {
    await this.page.setViewportSize({ width, height });
  }

  /** Saves what is seen as `out/screenshots/NAME.png`. */
  async screenshot(name: string): Promise<string> {
    const folder = join(out, 'screenshots');
    mkdirSync(folder, { recursive: true });
    const path = join(folder, `${name}.png`);
    await this.page.screenshot({ path, animations: 'disabled', caret: 'hide' });
    return path;
  }

  /**
   * Saves what is seen in a light theme, a dark one and both of high contrast, and in a narrow window; the size is then as it was. For
   * people to look at (`npm test -- e2e --pictures`): else one is enough, as each theme takes seconds.
   */
  async pictures(name: string): Promise<void> {
    if (process.env['SEEDANCE_PICTURES'] === undefined) {
      await this.screenshot(name);
      return;
    }
    // The theme that is there already comes first: each switch takes a second.
    for (const theme of this.#themes) {
      if (theme !== this.#themes[0]) await this.theme(theme);
      await this.screenshot(`${name}-${theme}`);
    }
    this.#themes.reverse();
    const before = this.page.viewportSize();
    await this.resize(700, 800);
    await this.screenshot(`${name}-narrow`);
    if (before !== null) await this.resize(before.width, before.height);
  }

  /** Reloads the window: the extension host starts anew. By the command, since the browser's own reload loses open tabs. */
  async reload(): Promise<void> {
    await Promise.all([this.page.waitForEvent('load'), this.run('Developer: Reload Window')]);
    await this.#ready();
  }

  /** Closes the window. */
  async close(): Promise<void> {
    await this.page.close();
  }

  #activity(container: string): Locator {
    return this.page.locator(`.activitybar .action-item:has(a.action-label[aria-label^="${container}"])`);
  }

  /** VS Code notes in the page's own timeline when the extensions' commands, menus and views are there. */
  async #ready(): Promise<void> {
    await this.page.waitForFunction('performance.getEntriesByName("code/didLoadExtensions").length > 0');
    await this.page.locator('.activitybar .action-item').first().waitFor();
  }
}
