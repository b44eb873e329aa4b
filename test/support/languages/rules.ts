import type { Bundles, Texts } from './texts.ts';

/** What is wrong with one text of a translation. */
export interface Fault {
  readonly key: string;
  readonly fault: string;
}

/** How many forms a text that counts can have in a language, and how many whole numbers below a million need. */
export function formsOf(language: string): { readonly least: number; readonly most: number } {
  const rules = new Intl.PluralRules(language);
  const counts = [...Array(1_000).keys(), ...[1e3, 1e4, 1e5, 999_999].flatMap((count) => [count, count + 1])];
  return {
    least: new Set(counts.filter((count) => count < 1e6).map((count) => rules.select(count))).size,
    most: rules.resolvedOptions().pluralCategories.length,
  };
}

/** What is wrong with a translation of `english` into `language`, file by file. */
export function faultsOf(language: string, english: Bundles, translated: Bundles): Record<keyof Bundles, Fault[]> {
  const titles = Object.entries(english.manifest).filter(([key]) => key.startsWith('command.'));
  const names = new Map(titles.map(([key, title]) => [title, translated.manifest[key] ?? '']));
  const inFile = (from: Texts, to: Texts): Fault[] => [
    ...Object.keys(to)
      .filter((key) => !(key in from))
      .map((key) => ({ key, fault: 'is no text of ours' })),
    ...Object.entries(from).flatMap(([key, text]) =>
      faultsOfText(text, to[key] ?? '', language, names).map((fault) => ({ key, fault })),
    ),
  ];
  return {
    manifest: inFile(english.manifest, translated.manifest),
    code: inFile(english.code, translated.code),
  };
}

/** `names`: the titles of our commands, English to translated. */
function faultsOfText(
  text: string,
  translated: string,
  language: string,
  names: ReadonlyMap<string, string>,
): string[] {
  if (translated.trim() === '') return ['is missing'];
  const [form = '', ...more] = text.split(' | ');
  const forms = translated.split(' | ');
  const { least, most } = more.length > 0 ? formsOf(language) : { least: 1, most: 1 };
  return [
    ...(forms.length < least || forms.length > most
      ? [`has ${forms.length} forms, not ${least === most ? most : `${least} to ${most}`}`]
      : []),
    ...forms.flatMap((each) => differs('places', placesOf(form), placesOf(each))),
    ...differs('links, settings and icons', marksOf(text, more.length + 1), marksOf(translated, forms.length)),
    ...differs('bold', countOf(text, '**') / (more.length + 1), countOf(translated, '**') / forms.length),
    ...differs('line breaks', countOf(text, '\n') / (more.length + 1), countOf(translated, '\n') / forms.length),
    ...differs('space before it', /^\s*/.exec(text)?.[0], /^\s*/.exec(translated)?.[0]),
    ...differs('space behind it', /\s*$/.exec(text)?.[0], /\s*$/.exec(translated)?.[0]),
    ...Array.from(text.matchAll(/“Seedance: ([^”]+)”/g)).flatMap(([, title = '']) => {
      const name = names.get(title);
      if (name === undefined) return [`names a command “${title}” that we do not have`];
      return translated.includes(`Seedance: ${name}`) ? [] : [`does not name the command “Seedance: ${name}”`];
    }),
  ];
}

/** `{0}`, `{file}`, each once. */
function placesOf(text: string): string {
  return [...new Set(text.match(/\{\w+\}/g))].sort().join(' ');
}

/** Where links lead to, names of settings, icons: as often as in each form. */
function marksOf(text: string, forms: number): string {
  const marks = text.match(/\]\([^)]*\)|#seedance[^#]*#|\$\([a-z~-]+\)/g) ?? [];
  return [...new Set(marks)]
    .sort()
    .map((mark) => `${countOf(text, mark) / forms} × ${mark}`)
    .join(' ');
}

function countOf(text: string, part: string): number {
  return text.split(part).length - 1;
}

function differs<Value>(what: string, wanted: Value, found: Value): string[] {
  return wanted === found ? [] : [`${what}: ${JSON.stringify(found)} for ${JSON.stringify(wanted)}`];
}
