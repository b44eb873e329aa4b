import { diffArrays } from 'diff';

/** A piece of a text, and whether the other one has it as well. */
export interface Piece {
  readonly text: string;
  readonly in: 'both' | 'first' | 'second';
}

/** A prompt may be a book: then nobody waits until it was compared, ms. */
const patience = 200;

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });

/** What is in the first text, in the second, or in both, by words as their languages have them. Undefined where that takes too long. */
export function wordDiff(first: string, second: string): readonly Piece[] | undefined {
  const changes = diffArrays(words(first), words(second), {
    comparator: (one, other) => one.trimEnd() === other.trimEnd(),
    timeout: patience,
  });
  return changes?.map(({ value, added, removed }) => ({
    text: value.join(''),
    in: added ? 'second' : removed ? 'first' : 'both',
  }));
}

/** Words and marks, each with the space behind it: a space of its own would be found alike everywhere. */
function words(text: string): string[] {
  const found: string[] = [];
  for (const { segment } of segmenter.segment(text)) {
    if (segment.trim() === '' && found.length > 0) found.push((found.pop() ?? '') + segment);
    else found.push(segment);
  }
  return found;
}
