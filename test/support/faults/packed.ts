import type { Hostile } from './corpus.ts';

/**
 * The texts in packs whose lengths together stay below `length` characters, each text in one: a place that takes a second to look at
 * shows several at once. A text that is longer is a pack of its own.
 */
export function packed(words: readonly Hostile[], length: number): string[][] {
  const packs: string[][] = [];
  let room = 0;
  for (const { text } of words) {
    if (text.length > room) {
      packs.push([]);
      room = length;
    }
    packs.at(-1)?.push(text);
    room -= text.length;
  }
  return packs;
}
