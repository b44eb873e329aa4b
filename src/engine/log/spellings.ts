/** All the ways in which a secret may stand in a text: as it is, in a URL, in JSON, in base64. */
export function spellings(secret: string): readonly string[] {
  const inJson = JSON.stringify(secret).slice(1, -1);
  const spelt = [
    secret,
    encodeURIComponent(secret),
    encodeURI(secret),
    new URLSearchParams({ '': secret }).toString().slice(1),
    inJson,
    // JSON in JSON.
    JSON.stringify(inJson).slice(1, -1),
    // Some write JSON with all its slashes escaped.
    inJson.replaceAll('/', '\\/'),
    Buffer.from(secret).toString('hex'),
    Buffer.from(secret).toString('base64'),
    Buffer.from(secret).toString('base64url'),
    ...[0, 1, 2].flatMap((before) => inBase64(secret, before)),
  ];
  // The longest first: in an alternation the first that fits wins.
  return [...new Set(spelt)].sort((a, b) => b.length - a.length);
}

/** What is certain of the secret's base64 where so many bytes (mod 3) stand before it, as the name does in `name:secret`. */
function inBase64(secret: string, before: number): string[] {
  const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
  const known = bytes.toString('base64').slice(before === 0 ? 0 : before + 1);
  // The last character depends on what follows, unless three bytes end there.
  const sure = known.replace(/.?=+$/, '');
  return [sure, sure.replaceAll('+', '-').replaceAll('/', '_')];
}
