import assert from 'node:assert/strict';
import type { Stage } from './stage.ts';

/** Counts what hostile words did in some places, and where something else stood there than they. */
export class Tally {
  tries = 0;
  readonly executed: string[] = [];
  readonly #stage: Stage;
  #told = 0;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  /** Words that are to read like this, apart from white space, which every place breaks as it likes. */
  reads(place: string, shown: string, wanted: string): void {
    this.tries++;
    if (!squeezed(shown).includes(squeezed(wanted))) this.#garbled(place, shown, wanted);
  }

  /** Words that are to stand there to the last character. */
  is(place: string, shown: string, wanted: string): void {
    this.tries++;
    if (shown !== wanted) this.#garbled(place, shown, wanted);
  }

  /** Looks for what the words did by now, and fails where they did anything since the last look. */
  async look(place: string): Promise<void> {
    this.executed.push(...(await this.#stage.traces()).map((what) => `${place}: ${what}`));
    const news = this.executed.slice(this.#told);
    this.#told = this.executed.length;
    assert.deepEqual(news.slice(0, 5), []);
  }

  #garbled(place: string, shown: string, wanted: string): void {
    this.executed.push(`${place}: ${quoted(shown)} instead of ${quoted(wanted)}`);
  }
}

function squeezed(text: string): string {
  return text.replace(/\s+/g, '');
}

function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 200));
}
