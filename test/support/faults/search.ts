import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

/** Characters of a piece of a secret that is too long to be looked for as a whole: text is cut on its way. */
const pieceLength = 40;

/** How deep packed data is unpacked. */
const maxPackings = 2;

/**
 * Looks for secrets in whatever a run wrote and sent, in all the ways in which programs spell one. It knows nothing of how the
 * product spells them when it takes them out. What stands there in small letters is found too. Not found is what somebody has made
 * unreadable on purpose: encrypted, turned round, cut into single letters.
 */
export class Search {
  /** Where a secret stood: the place, and which secret in which spelling. */
  readonly found: string[] = [];
  readonly #needles: readonly Needle[];
  #places = 0;

  /** `secrets` by the names that they are told by. */
  constructor(secrets: Readonly<Record<string, string>>) {
    this.#needles = Object.entries(secrets).flatMap(([name, secret]) => needlesOf(name, secret));
  }

  /** How many places were looked at. */
  get places(): number {
    return this.#places;
  }

  /** Looks into bytes or a text. Returns true where there was nothing. */
  in(place: string, content: Buffer | string): boolean {
    this.#places++;
    return this.#look(place, typeof content === 'string' ? Buffer.from(content) : content, 0);
  }

  /** Looks into all that an error, or any other value, shows of itself when it is printed, and into its JSON. */
  inValue(place: string, value: unknown): boolean {
    const printed = inspect(value, { depth: 12, maxStringLength: null, maxArrayLength: null, showHidden: true });
    return this.in(place, printed) && this.in(place, JSON.stringify({ value }));
  }

  /** Looks into all files below a folder, and into their names. */
  inFolder(folder: string): boolean {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    const clean = entries.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return this.in(`the name of ${path}`, path) && (!entry.isFile() || this.in(path, readFileSync(path)));
    });
    return clean.every((each) => each);
  }

  #look(place: string, bytes: Buffer, packings: number): boolean {
    const before = this.found.length;
    const text = bytes.toString('latin1').toLowerCase();
    for (const { name, text: needle } of this.#needles) if (text.includes(needle)) this.found.push(`${place}: ${name}`);
    const unpacked = packings < maxPackings ? unpack(bytes) : undefined;
    if (unpacked !== undefined) this.#look(`${place}, unpacked`, unpacked, packings + 1);
    return this.found.length === before;
  }
}

interface Needle {
  readonly name: string;
  /** As bytes read as Latin-1, in small letters. */
  readonly text: string;
}

function needlesOf(name: string, secret: string): Needle[] {
  const needles = piecesOf(secret).flatMap((piece) =>
    Object.entries(spellingsOf(piece)).map(([spelling, bytes]) => ({
      name: `${name} (${spelling})`,
      text: bytes.toString('latin1').toLowerCase(),
    })),
  );
  const seen = new Set<string>();
  return needles.filter(({ text }) => !seen.has(text) && seen.add(text));
}

/** A secret as a whole; of a long one its beginning, middle and end, since a part of it is one too. */
function piecesOf(secret: string): string[] {
  if (secret.length < 2 * pieceLength) return [secret];
  const starts = [0, Math.floor((secret.length - pieceLength) / 2), secret.length - pieceLength];
  return starts.map((start) => secret.slice(start, start + pieceLength));
}

function spellingsOf(secret: string): Record<string, Buffer> {
  const bytes = Buffer.from(secret);
  const json = JSON.stringify(secret).slice(1, -1);
  const each = (spell: (code: number) => string): Buffer =>
    Buffer.from(Array.from(secret, (character) => spell(character.codePointAt(0) ?? 0)).join(''));
  const hexOf = (code: number): string => code.toString(16).padStart(2, '0');
  return {
    'as it is': bytes,
    'a part of a URL': Buffer.from(encodeURIComponent(secret)),
    'a URL': Buffer.from(encodeURI(secret)),
    'a form': Buffer.from(new URLSearchParams([['', secret]]).toString().slice(1)),
    'a URL in a URL': Buffer.from(encodeURIComponent(encodeURIComponent(secret))),
    'each byte for a URL': Buffer.from(Array.from(bytes, (byte) => `%${hexOf(byte)}`).join('')),
    JSON: Buffer.from(json),
    'JSON in JSON': Buffer.from(JSON.stringify(json).slice(1, -1)),
    'JSON with its slashes escaped': Buffer.from(json.replaceAll('/', '\\/')),
    'each character for JSON': each((code) => `\\u${code.toString(16).padStart(4, '0')}`),
    HTML: Buffer.from(htmlOf(secret, '&#39;')),
    'HTML with its apostrophes': Buffer.from(htmlOf(secret, "'")),
    'HTML of another kind': Buffer.from(htmlOf(secret, '&apos;')),
    'each character for HTML': each((code) => `&#${code};`),
    hex: Buffer.from(bytes.toString('hex')),
    'UTF-16': Buffer.from(secret, 'utf16le'),
    'UTF-16 the other way round': Buffer.from(secret, 'utf16le').swap16(),
    ...Object.fromEntries(
      [0, 1, 2].flatMap((before) => {
        const sure = base64Of(bytes, before);
        return [
          [`base64 behind ${before} bytes`, Buffer.from(sure)],
          [`base64 for URLs behind ${before} bytes`, Buffer.from(sure.replaceAll('+', '-').replaceAll('/', '_'))],
          [`base64 as a part of a URL behind ${before} bytes`, Buffer.from(encodeURIComponent(sure))],
        ];
      }),
    ),
  };
}

/** Those characters of base64 that are the same whatever stands before (so many bytes, mod 3) and behind. */
function base64Of(bytes: Buffer, before: number): string {
  const whole = Buffer.concat([Buffer.alloc(before), bytes]);
  // Of the first and the last group of three bytes a part may be foreign.
  const start = before === 0 ? 0 : 4;
  const end = Math.floor(whole.length / 3) * 4;
  return whole.toString('base64').slice(start, end);
}

function htmlOf(text: string, apostrophe: string): string {
  const entities: Readonly<Record<string, string>> = {
    ...{ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' },
    "'": apostrophe,
  };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** What was packed by gzip or brotli; undefined for what was not. */
function unpack(bytes: Buffer): Buffer | undefined {
  const unpackers = [
    ...(bytes[0] === 0x1f && bytes[1] === 0x8b ? [gunzipSync] : []),
    // Brotli has no mark of its own: only short ones are tried, as replies are.
    ...(bytes.length < 4096 ? [brotliDecompressSync] : []),
  ];
  for (const unpackOne of unpackers) {
    try {
      const unpacked = unpackOne(bytes, { maxOutputLength: 50_000_000 });
      if (unpacked.length > 0) return unpacked;
    } catch {
      // It was something else.
    }
  }
  return undefined;
}
