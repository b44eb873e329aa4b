import type { Engine } from '../../../engine/engine.ts';
import type { ComposerEvent } from '../../../shared/composerMessages.ts';
import type { Settings } from '../../settings.ts';
import type { Composer } from '../composer.ts';
import { pickPrompt } from './pickPrompt.ts';
import { pickTemplate } from './pickTemplate.ts';

/** The lists that a prompt can be taken from. */
export type PromptList = 'history' | 'templates';

/** What the page is told. */
export type PromptEvent = Extract<ComposerEvent, { type: 'favourite' | 'insertPrompt' }>;

/** What helps to write the prompt of one composer. Knows no page. */
export class PromptHelp {
  readonly #composer: Composer;
  readonly #engine: Engine;
  readonly #settings: Settings;

  constructor(composer: Composer, engine: Engine, settings: Settings) {
    this.#composer = composer;
    this.#engine = engine;
    this.#settings = settings;
  }

  /** Whether the prompt is one of the favourites, as any window has marked it. */
  favourite(): PromptEvent {
    return { type: 'favourite', favourite: this.#engine.store.prompts.isFavourite(this.#composer.draft.prompt) };
  }

  setFavourite(favourite: boolean): void {
    this.#engine.store.prompts.setFavourite(this.#composer.draft.prompt, favourite, Date.now());
  }

  /**
   * Lets somebody choose from a list, and resolves to what goes into the prompt; undefined where nothing was chosen, or the draft is
   * being sent meanwhile. `onDidMark`: a favourite was marked in the list, or one is none any more.
   */
  async choose(list: PromptList, onDidMark: () => void): Promise<PromptEvent | undefined> {
    const text =
      list === 'templates'
        ? await pickTemplate(this.#settings)
        : await pickPrompt(this.#engine.store.prompts, onDidMark);
    if (text === undefined || this.#composer.sending) return undefined;
    return { type: 'insertPrompt', text, mode: list === 'templates' ? 'selection' : 'all' };
  }
}
