import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { JobStore } from '../../../src/engine/jobs/store.ts';
import { Studio } from '../../e2e/support.ts';
import { openServer, type ScriptedServer } from '../engine/server.ts';
import { startCanary, type Canary } from './canary.ts';
import { corpus, mark, type Hostile } from './corpus.ts';

/** One VS Code in which every hostile string has its scene, and all that could tell that one of them was more than a string. */
export class Stage {
  readonly words: readonly Hostile[];
  /** The service of live jobs: answers as a scene wants. */
  readonly service: ScriptedServer;
  readonly studio: Studio;
  /** The store, as another window has it. */
  readonly store: JobStore;
  readonly #canary: Canary;
  /** What was seen at once: questions of the browser, windows that came up. */
  readonly #seen: string[] = [];

  private constructor(canary: Canary, service: ScriptedServer, studio: Studio) {
    this.#canary = canary;
    this.words = corpus(canary.origin);
    this.service = service;
    this.studio = studio;
    mkdirSync(studio.storage, { recursive: true });
    this.store = new JobStore(join(studio.storage, 'jobs.db'));
    const { page } = studio.wb;
    page.on('dialog', (dialog) => this.#seen.push(`a dialog: ${dialog.message()}`));
    page.context().on('page', (other) => this.#seen.push(`a window: ${other.url()}`));
  }

  /** Starts in the sandbox; live jobs are those that a scene puts into the store. */
  static async open(): Promise<Stage> {
    const [canary, service] = await Promise.all([startCanary(), openServer()]);
    const studio = await Studio.open({
      settings: {
        'workbench.hover.delay': 0,
        'editor.unusualLineTerminators': 'off',
        'seedance.baseUrl': service.origin,
      },
      viewport: { width: 1400, height: 1400 },
    });
    return new Stage(canary, service, studio);
  }

  /** What any of the words did by now. */
  async traces(): Promise<string[]> {
    const { page, editors } = this.studio.wb;
    const found = await Promise.all(page.frames().map(tracesIn));
    const strange = (await editors.titles()).filter((title) => /^Untitled-/.test(title));
    return [...found.flat(), ...strange.map((title) => `a command: ${title}`), ...this.#canary.sung, ...this.#seen];
  }

  async close(): Promise<void> {
    this.store.close();
    await this.studio.close();
    await this.service.close();
    await this.#canary.close();
  }
}

/** What the words became in a document, its shadow trees and its window. */
async function tracesIn(frame: Frame): Promise<string[]> {
  const look = `(() => {
    const roots = [document];
    for (const root of roots)
      for (const { shadowRoot } of root.querySelectorAll('*')) if (shadowRoot) roots.push(shadowRoot);
    const names = ['href', 'data-href', 'src', 'srcset', 'srcdoc', 'action', 'data', 'style', 'onclick', 'onerror', 'onload'];
    const made = roots.flatMap((root) => names.flatMap((name) =>
      [...root.querySelectorAll('[' + name + '*="${mark}"]')].map(({ outerHTML }) => name + ': ' + outerHTML.slice(0, 200))));
    const ran = Object.hasOwn(window, '__pwned') || 'polluted' in {};
    return ran ? [...made, 'it ran'] : made;
  })()`;
  try {
    return await frame.evaluate<string[]>(look);
  } catch (error) {
    // A page that went away while it was looked at shows nothing any more.
    if (frame.isDetached()) return [];
    throw error;
  }
}
