import type { Reference } from '../../../shared/draft.ts';

/** An `@` that somebody is typing behind: where it stands, and what was typed behind it so far. */
export interface Mention {
  readonly start: number;
  readonly query: string;
}

/** A name of a file is longer, but nobody types that much of it. */
const longestQuery = 40;

/** The mention at the caret, or undefined where there is none: an `@` in the middle of a word (an address) is none. */
export function mentionAt(text: string, caret: number): Mention | undefined {
  const before = text.slice(Math.max(0, caret - longestQuery - 2), caret);
  const match = /(?<![\p{L}\p{N}_.])@([\p{L}\p{N}_.-]*)$/u.exec(before);
  const query = match?.[1];
  if (query === undefined || query.length > longestQuery) return undefined;
  return { start: caret - query.length - 1, query };
}

/** Which references a mention may mean, by their places: all whose token or name has what was typed. */
export function mentioned(query: string, references: readonly Reference[], tokens: readonly string[]): number[] {
  const wanted = query.toLowerCase();
  const has = (text: string): boolean => text.toLowerCase().includes(wanted);
  return references.flatMap(({ name }, index) => {
    const token = tokens[index] ?? '';
    // `@image1` finds [Image 1] too.
    return has(token) || has(token.replace(/[^\p{L}\p{N}]/gu, '')) || has(name) ? [index] : [];
  });
}
