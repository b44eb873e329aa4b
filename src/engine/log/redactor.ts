import { stripVTControlCharacters } from 'node:util';
import { escaped, patternOf } from './spellings.ts';

/** Characters of a line, and of what is looked at to make it. */
const maxLine = 1000;
const maxText = 16_000;

/** A secret shorter than this is hidden only where it stands by itself; one shorter than the second is too common a word to hide. */
const long = 8;
const shortest = 4;

const mark = '…';

/** Makes lines that can be shown to anybody: no secret, no signature, nothing that a terminal would obey, no line break. */
export class Redactor {
  readonly #home: RegExp | undefined;
  readonly #secrets = new Set<string>();
  #spelt: RegExp | undefined;

  /** `home` is the path of the user's folder, which is written `~`. */
  constructor(home: string) {
    this.#home = homePattern(home);
  }

  /** From now on this secret is in no line, however it is spelt. */
  conceal(secret: string): void {
    if (secret.length < shortest || this.#secrets.has(secret)) return;
    this.#secrets.add(secret);
    this.#spelt = new RegExp(Array.from(this.#secrets, hidden).join('|'), 'gi');
  }

  /** The text as one line of at most 1000 characters. */
  line(text: string): string {
    let line = readable(whole(text));
    if (this.#spelt !== undefined) line = line.replace(this.#spelt, mark);
    for (const [pattern, replacement] of rules) line = line.replace(pattern, replacement);
    if (this.#home !== undefined) line = line.replace(this.#home, '~');
    return line.length > maxLine ? `${line.slice(0, maxLine - 1).toWellFormed()}${mark}` : line;
  }
}

/** What will be looked at: a secret that is cut in two would not be found, so the cut is where a word ends. */
function whole(text: string): string {
  if (text.length <= maxText) return text;
  let end = maxText;
  while (end > 0 && !/\s/.test(text.charAt(end))) end--;
  return `${text.slice(0, end)} ${mark}`;
}

function readable(text: string): string {
  return stripVTControlCharacters(text.toWellFormed())
    .replace(/[\p{Cf}\p{Co}\p{Cn}]/gu, '')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
}

function hidden(secret: string): string {
  return secret.length < long ? `(?<!\\w)${escaped(secret)}(?!\\w)` : patternOf(secret);
}

/** The characters of a URL. A quote ends it where the sentence goes on behind. */
const urlEnd = `(?:[^\\s"<>\`“”']|'(?![\\s,.;:)\\]}]|$))`;

/** Names of fields and parameters whose value is a secret. */
const secretNames =
  'x-amz-(?:signature|credential|security-token)|awsaccesskeyid|signature|sig|(?:access|refresh|id|session)?_?token|api[-_]?key|secret(?:[-_]?access[-_]?key)?|client[-_]?secret|passw(?:or)?d';

/** What is taken out of every line, and what stands there instead; in this order. */
const rules: readonly (readonly [RegExp, string])[] = [
  // Headers, as text or in an object. The value of an unquoted one may go on to the line's end.
  [
    /\b((?:proxy-?)?authorization|(?:set-)?cookie|x-api-key)(\\?["']?\s*[:=,]>?\s*)(?:(\\*["'])(?:(?!(?<!\\)\3).)*|.+)/gi,
    `$1$2$3${mark}`,
  ],
  [/\b(bearer)\s+[^\s"',;]+/gi, `$1 ${mark}`],
  // In prose these are words: a value has more than small letters.
  [/\b([Bb]asic|[Dd]igest|[Nn]egotiate|[Nn][Tt][Ll][Mm])\s+(?=[\w+/=-]*[A-Z\d=])[\w+/=-]{6,}/g, `$1 ${mark}`],
  [/\b(AWS4-HMAC-SHA256)\s.*/g, `$1 ${mark}`],
  // `user:password@`, also where the password has a slash, and where there is no scheme before it.
  [/(:\\?\/\\?\/)[^\s/\\?#]*@/g, `$1${mark}@`],
  [/(:\\?\/\\?\/)[^\s/\\?#:]+:(?!\d{1,5}(?:[/\\?#\s]|$))\S{0,1000}@/g, `$1${mark}@`],
  [/(?<=^|[\s"'(=,])[^\s/@:"'(=,]{1,200}:[^\s/]{1,1000}@(?=[\w[])/g, `${mark}@`],
  [/\bdata:[\w+./-]*[;,]\S*/gi, `data:${mark}`],
  // Of a URL, and of a path alone, the origin and the path stay.
  [new RegExp(`(:\\\\?/\\\\?/[^\\s"<>\`“”?#]*)([?#])${urlEnd}*`, 'g'), `$1$2${mark}`],
  [new RegExp(`(?<=^|\\s)(/[^\\s"<>\`“”?#]*)([?#])${urlEnd}*`, 'g'), `$1$2${mark}`],
  [new RegExp(`(?<![a-z])(${secretNames})(\\\\?["']?\\s*(?:[=:]|%3D)\\s*\\\\?["']?)[^\\s"'&,;]+`, 'gi'), `$1$2${mark}`],
  // Keys by their shape: those of the service (also in base64), and ids of keys of AWS.
  [/sd2_[\w-]+/gi, `sd2_${mark}`],
  [/c2QyX[\w+/=-]+/g, mark],
  [/\b(AKIA|ASIA)[\dA-Z]{8,}/g, `$1${mark}`],
];

/** Undefined for a folder that is the root of everything. `/home/ann` is not the beginning of `/home/anna`. */
function homePattern(home: string): RegExp | undefined {
  const parts = home.split(/[\\/]+/).filter((part) => part !== '');
  if (parts.length === 0 || /^[a-z]:$/i.test(parts.join('/'))) return undefined;
  const names = parts.map((part) => alternatives(part, encodeURIComponent(part)));
  const separator = '(?:\\\\{1,4}|/)';
  const windows = /^[a-z]:/i.test(home);
  return new RegExp(`${windows ? '/?' : '/'}${names.join(separator)}(?![\\w%-]|\\.\\w)`, windows ? 'gi' : 'g');
}

function alternatives(...texts: readonly string[]): string {
  return `(?:${[...new Set(texts)].map(escaped).join('|')})`;
}
