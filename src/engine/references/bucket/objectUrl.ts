import type { Bucket } from './bucket.ts';

/** Where a bucket's API has an object. `key` is taken as it is, of whatever characters. */
export function objectUrl({ endpoint, name, style }: Pick<Bucket, 'endpoint' | 'name' | 'style'>, key: string): URL {
  const url = new URL(endpoint);
  // Some have their API below a path.
  const path = url.pathname.replace(/\/+$/, '');
  if (style === 'virtualHost') url.hostname = `${name}.${url.hostname}`;
  url.pathname = `${path}/${encodeKey(style === 'path' ? `${name}/${key}` : key)}`;
  return url;
}

/** Where everybody can read an object, below the URL that the bucket's owner has given. */
export function publicUrl(base: string, key: string): string {
  return `${base.replace(/\/+$/, '')}/${encodeKey(key)}`;
}

/** A key as a URL's path has it. What is left as it is are the characters that a signature's rules (RFC 3986) leave. */
function encodeKey(key: string): string {
  return key.split('/').map(encodeSegment).join('/');
}

function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
