/**
 * Text of strangers (a prompt, a file's name, a message of the service) as one line of at most `length` characters: no control or
 * direction marks and nothing unseen, so that it turns no word beside it around.
 */
export function line(text: string, length: number): string {
  // A family is one character of eleven code units.
  const clean = cleaned(text.slice(0, length * 16))
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  if (clean.length <= length) return clean;
  const characters = Array.from(segmenter.segment(clean), ({ segment }) => segment);
  return characters.length > length
    ? `${characters
        .slice(0, length - 1)
        .join('')
        .trimEnd()}…`
    : clean;
}

/** Without what turns, hides or breaks text. A joiner stays between letters or pictures, where it belongs to the writing. */
export function cleaned(text: string): string {
  return text.toWellFormed().replace(strays, '');
}

const strays =
  /(?![\u200c\u200d])[\p{Cf}\p{Co}\p{Cn}]|(?<![\p{L}\p{M}\p{Emoji_Modifier}\p{Extended_Pictographic}])[\u200c\u200d]|[\u200c\u200d](?![\p{L}\p{Extended_Pictographic}])/gu;

const segmenter = new Intl.Segmenter();
