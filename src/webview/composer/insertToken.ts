/** A text with the caret (or a selection) in it. */
export interface Caret {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Puts a token in the place of the selection, set apart from its neighbours by spaces. The caret ends after it. */
export function insertToken({ text, start, end }: Caret, token: string): Caret {
  const before = text.slice(0, start);
  const after = text.slice(end);
  const lead = before === '' || /\s$/.test(before) ? '' : ' ';
  const trail = /^[\s.,;:!?)]/.test(after) ? '' : ' ';
  const inserted = lead + token + trail;
  const caret = start + inserted.length;
  return { text: before + inserted + after, start: caret, end: caret };
}
