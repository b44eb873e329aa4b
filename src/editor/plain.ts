/**
 * Text of strangers (a prompt, a file name, a message of the service) as one short line that means nothing to VS Code: no control or
 * direction marks, no link syntax (`[x](command:…)` is a link in a notification) and no icon syntax (`$(x)`).
 * `length` in characters.
 */
export function plain(text: string, length = 200): string {
  // A family is one character of eleven code units.
  const line = cleaned(text.slice(0, length * 16))
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replaceAll('](', '] (')
    .replaceAll('$(', '$ (')
    .trim();
  const characters = Array.from(segmenter.segment(line), ({ segment }) => segment);
  return characters.length > length
    ? `${characters
        .slice(0, length - 1)
        .join('')
        .trimEnd()}…`
    : line;
}

/**
 * Text of strangers as Markdown that shows that text, at most `length` code units of it, and means nothing: no markup, no entity, no
 * link that a bare address would become. Line breaks become paragraphs; control and direction marks are taken out.
 */
export function literal(text: string, length = 2000): string {
  return (
    // A pair that was cut would leave half of itself.
    cleaned(text.slice(0, length).replace(/[\ud800-\udbff]$/, ''))
      .split(/\s*[\r\n\p{Zl}\p{Zp}]\s*/u)
      .map((line) => line.replace(/[\p{Cc}\s]+/gu, ' ').trim())
      .filter((line) => line !== '')
      // Any ASCII punctuation may be escaped (CommonMark 0.31, section 2.4), and escaped it is only itself.
      .map((line) => line.replace(/[!-/:-@[-`{-~]/g, '\\$&'))
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

/** Without what turns, hides or breaks text. A joiner stays between letters or pictures, where it belongs to the writing. */
function cleaned(text: string): string {
  return text.toWellFormed().replace(strays, '');
}

const strays =
  /(?![\u200c\u200d])[\p{Cf}\p{Co}\p{Cn}]|(?<![\p{L}\p{M}\p{Emoji_Modifier}\p{Extended_Pictographic}])[\u200c\u200d]|[\u200c\u200d](?![\p{L}\p{Extended_Pictographic}])/gu;

const segmenter = new Intl.Segmenter();
