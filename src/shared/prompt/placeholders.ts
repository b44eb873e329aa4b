/** A place in a prompt that is still to be filled in, such as `{product}`: from `start` up to `end`. */
export interface Placeholder {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** A name begins with a letter and is on one line. No quotes and colons, so that JSON in a prompt has no placeholders. */
const pattern = /\{(\p{L}[^{}"':[\]\r\n]{0,59})\}/gu;

/** The placeholders of a text in their order. Names may repeat. */
export function placeholdersOf(text: string): Placeholder[] {
  return Array.from(text.matchAll(pattern), (match) => ({
    name: match[1]?.trim() ?? '',
    start: match.index,
    end: match.index + match[0].length,
  }));
}
