import { isLoopback } from '../../shared/url.ts';

/** The parts of an address that somebody pasted, as far as it names them. */
export interface Address {
  /** Origin of the S3 API, without the bucket. */
  readonly endpoint: string;
  /** The region, where the provider's host names say it. */
  readonly region?: string;
  readonly bucket?: string;
  /** Where the bucket stood. */
  readonly style?: 'path' | 'virtualHost';
}

export type AddressFault = 'notAddress' | 'notHttps' | 'addressWithPassword' | 'addressWithPath';

/**
 * Providers whose host names may start with a bucket and name the region. No other name is taken apart: the first label of a host
 * that somebody runs for themselves is not known to be a bucket.
 */
const hosts: readonly RegExp[] = [
  /^(?:(?<bucket>.+)\.)?(?<service>s3\.(?<region>[a-z-]+-\d+)\.amazonaws\.com(?:\.cn)?)$/,
  /^(?:(?<bucket>.+)\.)?(?<service>s3\.(?<region>[a-z0-9-]+)\.(?:backblazeb2\.com|wasabisys\.com|scw\.cloud))$/,
  /^(?:(?<bucket>.+)\.)?(?<service>(?<region>[a-z]{3}\d)\.digitaloceanspaces\.com)$/,
  /^(?:(?<bucket>.+)\.)?(?<service>[0-9a-f]{32}(?:\.[a-z]+)?\.r2\.cloudflarestorage\.com)$/,
];

/**
 * Reads the address of an S3 service as people have it: without a scheme, with a slash at its end, or with the bucket in it, before
 * the host or as the path. A password may not stand in it, and only this machine is asked without TLS.
 */
export function readAddress(text: string): Address | AddressFault {
  const url = parse(text.trim());
  if (url === undefined) return 'notAddress';
  const { protocol, hostname, username, password, search, hash } = url;
  if (username !== '' || password !== '') return 'addressWithPassword';
  if (protocol !== 'https:' && !(protocol === 'http:' && isLoopback(hostname))) return 'notHttps';
  const [inPath, ...more] = url.pathname.split('/').filter((segment) => segment !== '');
  if (more.length > 0 || search !== '' || hash !== '') return 'addressWithPath';
  const { bucket, service, region } = hosts.map((host) => host.exec(hostname)?.groups).find(Boolean) ?? {};
  if (service !== undefined) url.hostname = service;
  return {
    endpoint: url.origin,
    ...(region !== undefined && { region }),
    ...(bucket !== undefined
      ? { bucket, style: 'virtualHost' }
      : inPath !== undefined && { bucket: inPath, style: 'path' }),
  };
}

/** Without a scheme TLS is meant, but on this machine. */
function parse(text: string): URL | undefined {
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  if (/\s/.test(text) || !URL.canParse(withScheme)) return undefined;
  const url = new URL(withScheme);
  return withScheme !== text && isLoopback(url.hostname) ? new URL(`http://${text}`) : url;
}
