import type { Bucket, BucketSecret } from '../../engine/references/bucket/bucket.ts';
import { presets, serviceOf, type ServiceId } from './presets.ts';

/** One question of the wizard. */
export type Step = TextStep | ChoiceStep;

export type TextStep =
  | 'account'
  | 'region'
  | 'endpoint'
  | 'name'
  | 'prefix'
  | 'accessKeyId'
  | 'secretAccessKey'
  | 'sessionToken'
  | 'linkHours'
  | 'publicUrl';

export type ChoiceStep = 'style' | 'links';

/** What the wizard has gathered so far; text as it was accepted, empty where nothing was asked yet. */
export interface BucketForm {
  readonly service: ServiceId;
  readonly endpoint: string;
  readonly region: string;
  readonly style: Bucket['style'];
  readonly name: string;
  readonly prefix: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** Whether links are signed, or the bucket is public under `publicUrl`. Both answers are kept while one goes back and forth. */
  readonly links: 'signed' | 'public';
  readonly linkHours: string;
  readonly publicUrl: string;
}

export const emptyForm: BucketForm = {
  service: 'other',
  ...presets.other.start,
  name: '',
  prefix: 'seedance',
  accessKeyId: '',
  secretAccessKey: '',
  sessionToken: '',
  links: 'signed',
  linkHours: '24',
  publicUrl: '',
};

/** The form of a bucket that is set up. */
export function formOf(bucket: Bucket, secret: BucketSecret | undefined): BucketForm {
  const { endpoint, region, style, name, prefix, accessKeyId, publicUrl, linkSeconds } = bucket;
  return {
    service: serviceOf(bucket),
    ...{ endpoint, region, style, name, prefix, accessKeyId },
    secretAccessKey: secret?.secretAccessKey ?? '',
    sessionToken: secret?.sessionToken ?? '',
    links: publicUrl === undefined ? 'signed' : 'public',
    linkHours: String(linkSeconds / 3600),
    publicUrl: publicUrl ?? '',
  };
}

/** The same form for another service: where it is must be asked anew, everything else is kept. */
export function withService(form: BucketForm, service: ServiceId): BucketForm {
  return form.service === service ? form : { ...form, service, ...presets[service].start };
}

/** All questions after the choice of the service, in their order. */
export function stepsOf({ service, links }: BucketForm): readonly Step[] {
  const { where, sessionToken } = presets[service];
  return [
    ...where,
    'name',
    'prefix',
    'accessKeyId',
    'secretAccessKey',
    ...(sessionToken ? (['sessionToken'] as const) : []),
    'links',
    links === 'signed' ? 'linkHours' : 'publicUrl',
  ];
}

/** The bucket that a form describes whose questions are all answered. */
export function bucketOf(form: BucketForm): Bucket {
  const { service, endpoint, region, style, name, prefix, accessKeyId, links, linkHours, publicUrl } = form;
  // The certificate of AWS covers one label before the host.
  const dotted = service === 'aws' && name.includes('.');
  return {
    ...{ endpoint, region, name, prefix, accessKeyId },
    style: dotted ? 'path' : style,
    linkSeconds: Number(linkHours) * 3600,
    ...(links === 'public' && { publicUrl }),
  };
}

export function secretOf({ service, secretAccessKey, sessionToken }: BucketForm): BucketSecret {
  return { secretAccessKey, ...(presets[service].sessionToken && sessionToken !== '' && { sessionToken }) };
}
