/** A text with the caret (or a selection) in it. */
export interface Caret {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** What is put in the place of the characters from `start` up to `end`. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Puts a token in the place of the selection, set apart from its neighbours by spaces. The caret belongs after it. */
export function tokenEdit({ text, start, end }: Caret, token: string): Edit {
  const lead = start === 0 || /\s/.test(text.charAt(start - 1)) ? '' : ' ';
  const trail = /[\s.,;:!?)]/.test(text.charAt(end)) ? '' : ' ';
  return { start, end, text: lead + token + trail };
}

/** What was changed between two states of a text, by which the second one's caret stands behind what was put in. */
export function editBetween(before: string, { text, end }: Caret): Edit {
  const tail = text.length - end;
  // A deletion leaves the caret at its place, so what stands behind it was there before.
  const behind = before.endsWith(text.slice(end)) ? tail : sameEnd(before, text);
  const most = Math.min(before.length, text.length) - behind;
  let start = 0;
  while (start < most && before[start] === text[start]) start += 1;
  return { start, end: before.length - behind, text: text.slice(start, text.length - behind) };
}

function sameEnd(one: string, other: string): number {
  const most = Math.min(one.length, other.length);
  let count = 0;
  while (count < most && one[one.length - 1 - count] === other[other.length - 1 - count]) count += 1;
  return count;
}
