/** Finds a secret however it is spelt. What is shorter than eight characters may be found in other words too. */
export function spelt(secret: string): RegExp {
  return new RegExp(patternOf(secret), 'gi');
}

/** The source of that pattern. */
export function patternOf(secret: string): string {
  return spellings(secret).map(escaped).join('|');
}

/** A text as a pattern that means itself. */
export function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

/** All the ways in which a secret may stand in a text: as it is, in a URL, in JSON, in HTML, in base64. */
function spellings(secret: string): readonly string[] {
  const inJson = JSON.stringify(secret).slice(1, -1);
  const all = [
    secret,
    encodeURIComponent(secret),
    // A URL in a URL.
    encodeURIComponent(encodeURIComponent(secret)),
    encodeURI(secret),
    new URLSearchParams({ '': secret }).toString().slice(1),
    inJson,
    // JSON in JSON.
    JSON.stringify(inJson).slice(1, -1),
    // Some write JSON with all its slashes escaped.
    inJson.replaceAll('/', '\\/'),
    secret.replace(/[&<>"']/g, (character) => entities[character] ?? character),
    secret.replace(/[&<>"]/g, (character) => entities[character] ?? character),
    Buffer.from(secret).toString('hex'),
    Buffer.from(secret).toString('base64'),
    encodeURIComponent(Buffer.from(secret).toString('base64')),
    Buffer.from(secret).toString('base64url'),
    ...[0, 1, 2].flatMap((before) => inBase64(secret, before)),
  ];
  // The longest first: in an alternation the first that fits wins.
  return [...new Set(all)].sort((a, b) => b.length - a.length);
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** What is certain of the secret's base64 where so many bytes (mod 3) stand before it, as the name does in `name:secret`. */
function inBase64(secret: string, before: number): string[] {
  const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
  const known = bytes.toString('base64').slice(before === 0 ? 0 : before + 1);
  // The last character depends on what follows, unless three bytes end there.
  const sure = known.replace(/.?=+$/, '');
  return [sure, sure.replaceAll('+', '-').replaceAll('/', '_'), encodeURIComponent(sure)];
}
