import { isIP } from 'node:net';
import { encodeSegment } from '../../../shared/encodeSegment.ts';
import type { Bucket } from './bucket.ts';

/** Names that can stand before a host's. */
const hostLabel = /^[a-z0-9][a-z0-9.-]*[a-z0-9]$/;

/** Where a bucket's API has an object. `key` is taken as it is, of whatever characters. */
export function objectUrl({ endpoint, name, style }: Pick<Bucket, 'endpoint' | 'name' | 'style'>, key: string): URL {
  const { protocol, hostname, host, pathname } = new URL(endpoint);
  // An address has no names below it: there, and for other names, the bucket can stand in the path only.
  const before = style === 'virtualHost' && isIP(hostname.replace(/^\[|\]$/g, '')) === 0 && hostLabel.test(name);
  // Some have their API below a path.
  const path = `${pathname.replace(/\/+$/, '')}/${before ? '' : `${encodeSegment(name)}/`}${encodeKey(key)}`;
  return new URL(`${protocol}//${before ? `${name}.` : ''}${host}${path}`);
}

/** Where everybody can read an object, below the URL that the bucket's owner has given. */
export function publicUrl(base: string, key: string): string {
  return `${base.replace(/\/+$/, '')}/${encodeKey(key)}`;
}

/** A key as a URL's path has it. What is left as it is are the characters that a signature's rules (RFC 3986) leave. */
function encodeKey(key: string): string {
  return key.split('/').map(encodeSegment).join('/');
}
