import { basename } from 'node:path';

/** Keys as services give them out, and worse: whichever of them is found in a place where it must not be was put there by us. */
export function secretShapes(): Readonly<Record<string, string>> {
  const random = (bytes: number, encoding: BufferEncoding): string =>
    Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))).toString(encoding);
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return {
    'a key as documented': `sd2_live_${random(16, 'hex')}`,
    'a key like sk-': `sk-proj-${random(18, 'base64url')}_${random(9, 'base64url')}`,
    'a JWT': `${part({ alg: 'HS256' })}.${part({ sub: random(6, 'hex'), exp: 4e9 })}.${random(32, 'base64url')}`,
    'a key of base64': random(31, 'base64'),
    'a key with characters of URLs and JSON': `k"\\<>'&%/?#=+:;,@~\`|{}${random(9, 'hex')}`,
    'a key with characters of patterns': `^(.*)[a-z]+$|\\d{3}?.${random(6, 'hex')}`,
    'a short key': `k3y-${random(2, 'hex')}`,
    'a key of 4 KB': random(3 * 1024, 'base64'),
  };
}

/** A key for all that a test file does, made for this run. Of which shape it is, the file's name decides. */
export function keyOf(file: string): string {
  const shapes = Object.values(secretShapes());
  const sum = basename(file)
    .split('')
    .reduce((total, character) => total + character.charCodeAt(0), 0);
  return shapes[sum % shapes.length] ?? '';
}

/** What somebody may set as a key by mistake, and no header can carry, or no search could tell from a word. */
export const unusableKeys: readonly string[] = [
  'sd2_live_ключ-0123456789',
  'sd2_live_schlüssel-0123456789',
  'sd2_live_with a space',
  'sd2_live_one\nsd2_live_two',
  'sd2_live_one\r\nx-injected: two',
  'sd2_live_tab\tulator',
  'sd2_live_nul\0byte',
  'sd2_live_delete\u007f',
  'sd2_live_hidden\u200bspace',
  'sd2_live_🔑-0123456789',
  'k3y',
];
