import type { BucketForm, Step } from './form.ts';

export const serviceIds = ['aws', 'r2', 'minio', 'b2', 'other'] as const;
export type ServiceId = (typeof serviceIds)[number];

/** What is known of a service beforehand, so that only the rest is asked. */
export interface Preset {
  /** The questions that tell where the service is. */
  readonly where: readonly Step[];
  /** What the form starts with. */
  readonly start: Pick<BucketForm, 'endpoint' | 'region' | 'style'>;
  /** Whether keys may be temporary and come with a session token. */
  readonly sessionToken: boolean;
  /** Bucket names there may have upper case letters and underscores. */
  readonly relaxedNames: boolean;
}

/** Hosts and styles as the services' own pages give them. */
export const presets: Readonly<Record<ServiceId, Preset>> = {
  aws: {
    where: ['region'],
    start: { endpoint: '', region: '', style: 'virtualHost' },
    sessionToken: true,
    relaxedNames: false,
  },
  r2: {
    where: ['account'],
    start: { endpoint: '', region: 'auto', style: 'path' },
    sessionToken: false,
    relaxedNames: false,
  },
  minio: {
    where: ['endpoint', 'region'],
    start: { endpoint: '', region: 'us-east-1', style: 'path' },
    sessionToken: true,
    relaxedNames: false,
  },
  b2: {
    where: ['region'],
    start: { endpoint: '', region: '', style: 'path' },
    sessionToken: false,
    relaxedNames: true,
  },
  other: {
    where: ['endpoint', 'region', 'style'],
    start: { endpoint: '', region: 'us-east-1', style: 'path' },
    sessionToken: true,
    relaxedNames: true,
  },
};

/** Origin of AWS S3 in a region. China has a domain of its own. */
export function awsEndpoint(region: string): string {
  return `https://s3.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
}

/** Origin of Backblaze B2 in a region. */
export function b2Endpoint(region: string): string {
  return `https://s3.${region}.backblazeb2.com`;
}

const r2Domain = '.r2.cloudflarestorage.com';

/** Origin of Cloudflare R2 for an account, which may end in a jurisdiction: `….eu`. */
export function r2Endpoint(account: string): string {
  return `https://${account}${r2Domain}`;
}

/** The account in an origin of Cloudflare R2; empty where it is none. */
export function r2Account(endpoint: string): string {
  const { hostname } = URL.parse(endpoint) ?? { hostname: '' };
  return hostname.endsWith(r2Domain) ? hostname.slice(0, -r2Domain.length) : '';
}

/** The preset that asks for this bucket and for nothing else; `other` where there is none. */
export function serviceOf({ endpoint, region }: Pick<BucketForm, 'endpoint' | 'region'>): ServiceId {
  if (region !== '' && endpoint === awsEndpoint(region)) return 'aws';
  if (region !== '' && endpoint === b2Endpoint(region)) return 'b2';
  return r2Account(endpoint) === '' ? 'other' : 'r2';
}
