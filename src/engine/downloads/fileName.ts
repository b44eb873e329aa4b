/** What a file name pattern may name. */
export interface NameParts {
  /** Of the first reference, without its ending; empty for text to video. */
  readonly source: string;
  readonly prompt: string;
  readonly model: string;
  readonly date: Date;
}

/** Longest name, in UTF-8 bytes, that leaves room for a number and an ending on every file system (their limit is 255). */
const maxBytes = 120;

/** Names that Windows keeps for devices, whatever their ending. */
const reserved = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$) *(\..*)?$/i;

/**
 * Fills a pattern such as `{source}` or `{date} {prompt}`. `{source}` falls back to the prompt's first words. The result is one
 * harmless path segment, never empty, whatever the parts hold. Unknown names in braces stay as they are.
 */
export function fileNameOf(pattern: string, parts: NameParts): string {
  const { date } = parts;
  const two = (value: number): string => String(value).padStart(2, '0');
  const values = new Map(
    Object.entries({
      source: parts.source === '' ? firstWords(parts.prompt) : parts.source,
      prompt: firstWords(parts.prompt),
      model: parts.model,
      date: `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`,
      time: `${two(date.getHours())}${two(date.getMinutes())}${two(date.getSeconds())}`,
    }),
  );
  return harmless(pattern.replace(/\{(\w+)\}/g, (whole, name: string) => values.get(name) ?? whole));
}

/**
 * One path segment that is harmless on every system: no separators, no control or direction marks, no reserved name, no leading dot. Where
 * it would be too long, `end` is what stays: letters, digits and spaces inside.
 */
export function harmless(name: string, end = ''): string {
  const cleaned = name
    .toWellFormed()
    .normalize('NFC')
    // Control and format characters (bidi marks, zero-width ones) can disguise a name; the others mean something to a file system.
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\uFFFD]/gu, '')
    .replace(/[/\\:*?"<>|]/g, '-')
    .replace(/\s+/g, ' ');
  const begin = cut(cleaned.replace(/^[\s.~-]+/, ''), maxBytes - Buffer.byteLength(end)).replace(/[\s.]+$/, '');
  const trimmed = `${begin === '' ? 'clip' : begin}${end}`;
  return reserved.test(trimmed) ? `clip ${trimmed}` : trimmed;
}

function firstWords(prompt: string): string {
  const words = prompt.trim().slice(0, 400).split(/\s+/).slice(0, 8).join(' ');
  return words === '' ? 'clip' : words;
}

function cut(name: string, most: number): string {
  let result = '';
  let bytes = 0;
  for (const character of name) {
    bytes += Buffer.byteLength(character);
    if (bytes > most) break;
    result += character;
  }
  return result;
}
