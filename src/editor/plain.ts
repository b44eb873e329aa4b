import { cleaned, line } from '../shared/line.ts';

/**
 * Text of strangers (a prompt, a file name, a message of the service) as one short line that means nothing to VS Code: no control or
 * direction marks, no link syntax (`[x](command:…)` is a link in a notification) and no icon syntax (`$(x)`).
 * `length` in characters.
 */
export function plain(text: string, length = 200): string {
  // Cleaned before: what is taken out may have stood between the two halves of a syntax.
  return line(line(text, length).replaceAll('](', '] (').replaceAll('$(', '$ ('), length);
}

/**
 * Text of strangers as Markdown that shows that text, at most `length` code units of it, and means nothing: no markup, no entity, no
 * link that a bare address would become. Line breaks become paragraphs; control and direction marks are taken out.
 */
export function literal(text: string, length = 2000): string {
  return (
    cleaned(text.length > length ? `${wholeCharacters(text, length)}…` : text)
      .split(/\s*[\r\n\p{Zl}\p{Zp}]\s*/u)
      .map((each) => each.replace(/[\p{Cc}\s]+/gu, ' ').trim())
      .filter((each) => each !== '')
      // Any ASCII punctuation may be escaped (CommonMark 0.31, section 2.4), and escaped it is only itself.
      .map((each) => each.replace(/[!-/:-@[-`{-~]/g, '\\$&'))
      .join('\n\n')
  );
}

/** Text to be copied into whatever comes next: one line, so that no terminal runs what stands behind a line break. */
export function copyable(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim();
}

/** The beginning of a text that is longer than `length` code units, up to the character that would not fit. */
function wholeCharacters(text: string, length: number): string {
  const characters = new Intl.Segmenter().segment(text.slice(0, length + 32));
  return text.slice(0, characters.containing(length)?.index);
}
