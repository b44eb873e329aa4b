/**
 * Text of strangers (a prompt, a file name, a message of the service) as one short line that means nothing to VS Code: no control or
 * direction marks, no link syntax (`[x](command:…)` is a link in a notification) and no icon syntax (`$(x)`).
 * `length` in characters.
 */
export function plain(text: string, length = 200): string {
  const line = text
    .slice(0, length * 4)
    .toWellFormed()
    .replace(/[\p{Cf}\p{Co}\p{Cn}]/gu, '')
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

const segmenter = new Intl.Segmenter();
