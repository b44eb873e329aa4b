import type { Bundles, Texts } from './texts.ts';

/** The name that VS Code has for a language of no country, made to find texts that nobody can translate and places that are too small. */
export const pseudoLanguage = 'qps-ploc';

/** Each letter with a sign on it: what has none in a window of this language did not come through a bundle. */
const letters: ReadonlyMap<string, string> = new Map(
  [
    'aå bƀ cç dð eé fƒ gĝ hĥ iî jĵ kķ lļ mɱ nñ oö pþ qɋ rŕ sš tţ uû vṽ wŵ xẋ yý zž',
    'AÅ BƁ CÇ DÐ EÉ FƑ GĜ HĤ IÎ JĴ KĶ LĻ MṀ NÑ OÖ PÞ QɊ RŔ SŠ TŢ UÛ VṼ WŴ XẊ YÝ ZŽ',
  ]
    .flatMap((alphabet) => alphabet.split(' '))
    .map((pair) => [pair.charAt(0), pair.slice(1)]),
);

/** What a text is not itself without: places, links, settings, icons, code, addresses, HTML. */
const kept =
  /(\{\w+\}|\]\([^)]*\)|#seedance[^#]*#|\$\([a-z~-]+\)|`[^`]*`|https?:\/\/\S+|\bseedance\.[\w.]+|\bSEEDANCE_\w+|<[^>]*>)/;

/** A line that is nothing but one link, which VS Code makes a button of. */
const button = /^\[([^\]]*)\](\([^)]*\))$/;

/** A text as it might be in another language: half as long again, with signs on its letters, between ⟦ ⟧. */
export function pseudo(text: string): string {
  return text
    .split(' | ')
    .map((form) => form.split('\n').map(pseudoLine).join('\n'))
    .join(' | ');
}

/** All texts of ours in this language. */
export function pseudoTexts({ manifest, code }: Bundles): Bundles {
  const each = (texts: Texts): Texts =>
    Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, pseudo(text)]));
  return { manifest: each(manifest), code: each(code) };
}

function pseudoLine(line: string): string {
  const [, label, target] = button.exec(line) ?? [];
  if (label !== undefined && target !== undefined) return `[${pseudoLine(label)}]${target}`;
  const [, before = '', words = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(line) ?? [];
  if (!/[a-z]/i.test(words)) return line;
  return `${before}⟦${signed(words)}${padding(words)}⟧${after}`;
}

function signed(text: string): string {
  return text
    .split(kept)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/[a-z]/gi, (letter) => letters.get(letter) ?? letter)))
    .join('');
}

/** As words of a usual length: one long word would not break, as hardly any language has it. */
function padding(text: string): string {
  const length = Math.max(
    1,
    Math.ceil(
      text
        .split(kept)
        .filter((_, index) => index % 2 === 0)
        .join('').length / 2,
    ) - 2,
  );
  return Array.from(
    { length: Math.ceil(length / 8) },
    (_, index) => ` ${'~'.repeat(Math.min(7, length - index * 8))}`,
  ).join('');
}
