import type { Locator, Page } from 'playwright-core';

/** The dialog in the middle of the window, which must be answered before anything else. */
export class Dialog {
  readonly #box: Locator;

  private constructor(box: Locator) {
    this.#box = box;
  }

  /** Waits for the one that holds `text`. */
  static async get(page: Page, text: string | RegExp): Promise<Dialog> {
    const box = page.locator('.monaco-dialog-box').filter({ hasText: text });
    await box.waitFor();
    return new Dialog(box);
  }

  /** What it asks, and its explanation below. */
  async text(): Promise<{ message: string; detail: string }> {
    const [message, detail] = ['.dialog-message', '.dialog-message-detail'].map((part) => this.#box.locator(part));
    return { message: (await message?.innerText()) ?? '', detail: (await detail?.innerText()) ?? '' };
  }

  async buttons(): Promise<string[]> {
    return await this.#box.locator('.dialog-buttons .monaco-button').allInnerTexts();
  }

  /** Presses a button and waits until the dialog has gone. */
  async choose(button: string): Promise<void> {
    await this.#box.locator('.dialog-buttons').getByRole('button', { name: button, exact: true }).click();
    await this.#box.waitFor({ state: 'detached' });
  }
}
