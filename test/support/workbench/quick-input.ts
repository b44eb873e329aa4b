import type { Locator, Page } from 'playwright-core';
import { until } from '../until.ts';

/** One line of a quick pick. */
export interface QuickPickRow {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
}

/** The box at the top of VS Code: command palette, quick pick, input box, file dialog. */
export class QuickInput {
  readonly #page: Page;
  readonly #box: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.#box = page.locator('.quick-input-widget');
  }

  /** The field one types in; its `type` tells a password box, its `placeholder` the question. */
  get field(): Locator {
    return this.#box.locator('.quick-input-box input');
  }

  /** Waits until a box is open. */
  async opened(): Promise<void> {
    await this.#box.waitFor();
  }

  /** The title and, below it, the question or the complaint of an input box. */
  async text(): Promise<{ title: string; message: string }> {
    const read = async (part: string): Promise<string> => {
      const found = this.#box.locator(part);
      return (await found.isVisible()) ? (await found.innerText()).trim() : '';
    };
    return { title: await read('.quick-input-title'), message: await read('.quick-input-message') };
  }

  /** The lines of an open quick pick; waits until there is one at least. */
  async rows(): Promise<QuickPickRow[]> {
    await this.#rows.first().waitFor();
    const read = async (row: Locator, part: string): Promise<string> =>
      (await row.locator(part).allInnerTexts()).join('');
    return await Promise.all(
      (await this.#rows.all()).map(async (row) => ({
        label: await read(row, '.quick-input-list-row:first-child .label-name'),
        description: await read(row, '.quick-input-list-row:first-child .label-description'),
        detail: await read(row, '.quick-input-list-label-meta .label-name'),
      })),
    );
  }

  /** Takes the line of an open quick pick that reads exactly `label`. */
  async choose(label: string): Promise<void> {
    await this.#rows.first().waitFor();
    // Only lines in view exist; typing brings the others there.
    if ((await this.#row(label).count()) === 0) await this.type(label);
    await this.#row(label).first().click();
  }

  /** Replaces what stands in the field. */
  async type(text: string): Promise<void> {
    await this.field.fill(text);
  }

  /** Presses Enter and waits until the box has gone or asks the next thing. */
  async accept(): Promise<void> {
    await this.field.press('Enter');
  }

  /**
   * Gives VS Code's own dialog for files a path, and takes it. While it opens, the dialog writes what it has found itself over what was
   * typed, and hears no Enter.
   */
  async acceptPath(path: string): Promise<void> {
    await this.opened();
    await until(
      `${path} is taken`,
      async () => {
        if (!(await this.#box.isVisible())) return true;
        if ((await this.field.inputValue({ timeout: 1_000 })) !== path) await this.field.fill(path, { timeout: 1_000 });
        await this.field.press('Enter', { timeout: 1_000 });
        // A busy machine takes its time to look what is there: pressed once more meanwhile it would be taken twice.
        await this.#box.waitFor({ state: 'hidden', timeout: 10_000 });
        return true;
      },
      30_000,
    );
  }

  /** Leaves the box. */
  async cancel(): Promise<void> {
    await this.#page.keyboard.press('Escape');
    await this.#box.waitFor({ state: 'hidden' });
  }

  /**
   * Runs a command by its whole title in the palette ("Seedance: Set API Key"). Asks again for a while: a command whose
   * condition has just come true is only in a palette that was opened later.
   */
  async run(title: string): Promise<void> {
    await until(`the palette offers "${title}"`, async () => {
      await this.#page.keyboard.press('F1');
      await this.#box.waitFor({ timeout: 1_000 });
      await this.field.fill(`>${title}`, { timeout: 1_000 });
      // Not what comes of it: to a command that reloads the window it would be given twice.
      await this.#row(title).first().click({ timeout: 2_000, noWaitAfter: true });
      return true;
    });
  }

  /** Does the palette offer that command now? */
  async offers(title: string): Promise<boolean> {
    await this.#page.keyboard.press('F1');
    await this.field.fill(`>${title}`);
    await this.#rows.first().waitFor();
    const offered = (await this.#row(title).count()) > 0;
    await this.cancel();
    return offered;
  }

  get #rows(): Locator {
    return this.#box.locator('.quick-input-list .monaco-list-row');
  }

  #row(label: string): Locator {
    return this.#rows.filter({ has: this.#page.locator('.label-name').getByText(label, { exact: true }) });
  }
}
