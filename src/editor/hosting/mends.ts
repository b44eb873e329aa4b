import type { BucketFault } from '../../engine/references/bucket/bucketError.ts';
import { stepsOf, type BucketForm, type Step } from './form.ts';
import { presets } from './presets.ts';

/** What can help after a trial that failed. */
export interface Mend {
  /** The questions that are asked again; their first one names the mend. Left out: nothing that was asked is at fault. */
  readonly steps?: (form: BucketForm) => readonly Step[];
  /** Whether the same may work a little later, or after something was changed elsewhere. */
  readonly again: boolean;
}

const where = ({ service }: BucketForm): readonly Step[] => presets[service].where;

const key = ({ service }: BucketForm): readonly Step[] => [
  'accessKeyId',
  'secretAccessKey',
  ...(presets[service].sessionToken ? (['sessionToken'] as const) : []),
];

/** A token that was not given cannot be wrong. */
const secret = ({ sessionToken }: BucketForm): readonly Step[] => [
  'secretAccessKey',
  ...(sessionToken === '' ? [] : (['sessionToken'] as const)),
];

const links = (form: BucketForm): readonly Step[] => ['links', form.links === 'signed' ? 'linkHours' : 'publicUrl'];

/** Which questions may have had a wrong answer. */
export const mends: Readonly<Record<BucketFault, Mend>> = {
  secret: { steps: secret, again: false },
  accessKey: { steps: key, again: false },
  region: { steps: (form) => (where(form).includes('region') ? ['region'] : where(form)), again: false },
  noBucket: { steps: () => ['name'], again: true },
  clock: { again: true },
  unreachable: { steps: where, again: true },
  certificate: { steps: where, again: true },
  denied: { steps: key, again: true },
  notPublic: { steps: links, again: true },
  changed: { again: true },
  busy: { steps: stepsOf, again: true },
  other: { steps: stepsOf, again: true },
};
