import type { Locator, Page } from 'playwright-core';
import { until } from '../until.ts';

/** A walkthrough in a tab: its steps, the open one, and their pictures. */
export class Walkthrough {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Waits until it is in front. */
  async opened(): Promise<void> {
    await this.step().first().waitFor();
  }

  /** The steps in their order, by their titles; `done` those with a check mark. */
  async steps(): Promise<{ title: string; done: boolean }[]> {
    return await Promise.all(
      (await this.step().all()).map(async (step) => ({
        title: (await step.locator('.step-title').innerText()).trim(),
        done: (await step.locator('[role="checkbox"][aria-checked="true"]').count()) > 0,
      })),
    );
  }

  /** Waits until a step has its check mark. */
  async done(title: string): Promise<void> {
    await until(`“${title}” is done`, async () =>
      (await this.steps()).some((step) => step.title === title && step.done),
    );
  }

  /** Opens a step, and waits for its picture in the picture's frame. */
  async open(title: string): Promise<void> {
    const step = this.step(title);
    if ((await step.getAttribute('aria-expanded')) !== 'true') await step.locator('.step-title').click();
    // VS Code shows pictures in a window that is wide enough only.
    await this.#page.frameLocator('iframe.webview').frameLocator('iframe#active-frame').locator('svg').waitFor();
  }

  /** A button of the open step. */
  button(label: string): Locator {
    return this.#page.locator('.gettingStartedContainer').getByRole('button', { name: label });
  }

  /** A step, closed or open. */
  step(title?: string): Locator {
    const steps = this.#page.locator('.gettingStartedContainer .getting-started-step');
    return title === undefined ? steps : steps.filter({ hasText: title });
  }
}
