import type { Locator, Page } from 'playwright-core';
import { until } from '../until.ts';

/** The messages in the lower right corner. */
export class Notifications {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** What the visible ones say, newest first. */
  async messages(): Promise<string[]> {
    return await this.#toasts.locator('.notification-list-item-message').allInnerTexts();
  }

  /** Waits for one that holds `text`. */
  async get(text: string | RegExp): Promise<Notification> {
    const toast = this.#toasts
      .filter({ has: this.#page.locator('.notification-list-item-message').getByText(text) })
      .first();
    await toast.waitFor();
    return new Notification(toast);
  }

  /** Closes all of them. */
  async clear(): Promise<void> {
    await until('no message left', async () => {
      if ((await this.#toasts.count()) === 0) return true;
      await new Notification(this.#toasts.first()).close();
      return false;
    });
  }

  get #toasts(): Locator {
    return this.#page.locator('.notification-toast');
  }
}

/** One message. */
export class Notification {
  readonly #toast: Locator;

  constructor(toast: Locator) {
    this.#toast = toast;
  }

  async text(): Promise<string> {
    return await this.#toast.locator('.notification-list-item-message').innerText();
  }

  /** Its severity as VS Code draws it. */
  async severity(): Promise<'info' | 'warning' | 'error'> {
    const drawn = (await this.#toast.locator('.notification-list-item-icon').getAttribute('class')) ?? '';
    return drawn.includes('codicon-error') ? 'error' : drawn.includes('codicon-warning') ? 'warning' : 'info';
  }

  async buttons(): Promise<string[]> {
    return await this.#toast.locator('.notification-list-item-buttons-container .monaco-button').allInnerTexts();
  }

  async choose(button: string): Promise<void> {
    await this.#toast.getByRole('button', { name: button, exact: true }).click();
  }

  async close(): Promise<void> {
    // One that goes by itself is waited for no longer than its button.
    await this.#toast.hover({ timeout: 2_000 });
    await this.#toast.locator('.codicon-notifications-clear').click({ timeout: 2_000 });
  }
}
