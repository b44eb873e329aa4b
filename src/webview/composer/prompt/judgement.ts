import type { MediaKind } from '../../../shared/media.ts';
import { adviceOn, type Advice } from '../../../shared/prompt/advice.ts';
import { wordCount } from '../wordCount.ts';

/** What there is to say of a prompt. */
export interface Verdict {
  readonly words: number;
  readonly advice: readonly Advice[];
}

/** Judges a prompt when it has changed, not whenever the page is drawn: it may be long. */
export class Judgement {
  #key = '';
  #verdict: Verdict = { words: 0, advice: [] };

  of(prompt: string, kinds: readonly (MediaKind | undefined)[], language: string): Verdict {
    const key = `${language} ${kinds.join()} ${prompt}`;
    if (key !== this.#key) {
      const words = wordCount(prompt, language);
      this.#key = key;
      this.#verdict = { words, advice: adviceOn({ prompt, words, kinds }) };
    }
    return this.#verdict;
  }
}
