import { isBaseUrl } from '../../shared/url.ts';
import { readAddress, type AddressFault } from './address.ts';
import type { BucketForm, TextStep } from './form.ts';
import { awsEndpoint, b2Endpoint, presets, r2Account, r2Endpoint } from './presets.ts';

/** What can be wrong with an answer; the words for it are elsewhere. */
export type Fault =
  | AddressFault
  | 'empty'
  | 'region'
  | 'account'
  | 'name'
  | 'prefix'
  | 'key'
  | 'tokenNeeded'
  | 'hours'
  | 'publicNotHttps'
  | 'publicWithQuery';

/** Longest folder, characters: an S3 key ends at 1024 bytes, and ours have more to say. */
const maxPrefix = 200;

/** What stands in the box when the question is asked. */
export function shownIn(step: TextStep, form: BucketForm): string {
  return step === 'account' ? r2Account(form.endpoint) : form[step];
}

/** The form with this answer taken in, or what is wrong with it. */
export function take(step: TextStep, text: string, form: BucketForm): BucketForm | Fault {
  const value = text.trim();
  return value === '' ? takeNothing(step, form) : takers[step](value, form);
}

/** Some questions may be left empty. */
function takeNothing(step: TextStep, form: BucketForm): BucketForm | Fault {
  if (step === 'prefix') return { ...form, prefix: '' };
  if (step !== 'sessionToken') return 'empty';
  // AWS marks the ids of temporary keys so.
  return form.service === 'aws' && form.accessKeyId.startsWith('ASIA') ? 'tokenNeeded' : { ...form, sessionToken: '' };
}

type Taker = (value: string, form: BucketForm) => BucketForm | Fault;

const takers: Readonly<Record<TextStep, Taker>> = {
  account: takeAccount,
  region: takeRegion,
  endpoint: takeEndpoint,
  name: (name, form) => (isBucketName(name, form) ? { ...form, name } : 'name'),
  prefix: takePrefix,
  accessKeyId: (accessKeyId, form) => (isKey(accessKeyId) ? { ...form, accessKeyId } : 'key'),
  secretAccessKey: (secretAccessKey, form) => (isKey(secretAccessKey) ? { ...form, secretAccessKey } : 'key'),
  sessionToken: (sessionToken, form) => (isKey(sessionToken) ? { ...form, sessionToken } : 'key'),
  linkHours: (linkHours, form) => {
    const hours = Number(linkHours);
    return hours >= 1 && hours <= 168 ? { ...form, linkHours: String(hours) } : 'hours';
  },
  publicUrl: takePublicUrl,
};

/** The id, or the address that the bucket's page shows, which may name the bucket too. */
function takeAccount(value: string, form: BucketForm): BucketForm | Fault {
  if (/^[0-9a-f]{32}(\.[a-z]+)?$/i.test(value)) return { ...form, endpoint: r2Endpoint(value.toLowerCase()) };
  const address = readAddress(value);
  if (typeof address === 'string' || r2Account(address.endpoint) === '') return 'account';
  return { ...form, endpoint: address.endpoint, name: address.bucket ?? form.name };
}

/** The region, or an address of the service in it. */
function takeRegion(value: string, form: BucketForm): BucketForm | Fault {
  const { service } = form;
  if (service !== 'aws' && service !== 'b2') return /^[\w-]+$/.test(value) ? { ...form, region: value } : 'region';
  const address = value.includes('.') ? readAddress(value) : undefined;
  if (typeof address === 'string') return 'region';
  const region = address?.region ?? value.toLowerCase();
  const [pattern, endpoint] =
    service === 'aws'
      ? [/^[a-z]{2}(-[a-z]+)+-\d+$/, awsEndpoint(region)]
      : [/^[a-z]{2}(-[a-z]+)+-\d{3}$/, b2Endpoint(region)];
  if (!pattern.test(region) || (address !== undefined && address.endpoint !== endpoint)) return 'region';
  return { ...form, region, endpoint, name: address?.bucket ?? form.name };
}

function takeEndpoint(value: string, form: BucketForm): BucketForm | Fault {
  const address = readAddress(value);
  if (typeof address === 'string') return address;
  const { endpoint, region = form.region, bucket: name = form.name } = address;
  // Of a pasted address nothing but the bucket before the host tells a style; the path is where any service takes it.
  const style = address.style === 'virtualHost' && form.service === 'other' ? address.style : form.style;
  return { ...form, endpoint, region, name, style };
}

/** The rules of AWS, which the others follow; some let older names live that break them, in the path only. */
function isBucketName(name: string, { service, style }: BucketForm): boolean {
  if (presets[service].relaxedNames && style === 'path') return /^[\w.-]{3,255}$/.test(name) && !isDots(name);
  return (
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
    !/\.\.|-\.|\.-/.test(name) &&
    !/^\d+\.\d+\.\d+\.\d+$/.test(name) &&
    !(service === 'r2' && name.includes('.'))
  );
}

function takePrefix(value: string, form: BucketForm): BucketForm | Fault {
  const segments = value.split('/').filter((segment) => segment !== '');
  const prefix = segments.join('/');
  const wrong = segments.some(isDots) || prefix.length > maxPrefix || /[\p{Cc}\p{Cf}\\]/u.test(prefix);
  return wrong ? 'prefix' : { ...form, prefix };
}

/** A segment that a URL would swallow. */
function isDots(segment: string): boolean {
  return /^\.+$/.test(segment);
}

/** It goes into a header: anything else would fail there, and not say why. */
function isKey(value: string): boolean {
  return /^[\x21-\x7e]+$/.test(value);
}

function takePublicUrl(value: string, form: BucketForm): BucketForm | Fault {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `https://${value}`;
  if (/\s/.test(value) || !isBaseUrl(text)) return 'publicNotHttps';
  const { origin, pathname, search, hash } = new URL(text);
  if (search !== '' || hash !== '') return 'publicWithQuery';
  return { ...form, publicUrl: origin + pathname.replace(/\/+$/, '') };
}
