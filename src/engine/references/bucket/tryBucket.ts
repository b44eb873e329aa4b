import { createHash, randomUUID } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import { isReferenceable } from '../../../shared/url.ts';
import type { Transport } from '../../api/transport.ts';
import { memoryFile } from '../memoryFile.ts';
import { probe } from '../probe.ts';
import { Unfetchable } from '../unfetchable.ts';
import type { Bucket, BucketSecret } from './bucket.ts';
import { BucketClient } from './bucketClient.ts';
import { BucketError } from './bucketError.ts';

export interface TrialOptions {
  readonly transport: Transport;
  /** Origin of the service that is to fetch from the bucket. */
  readonly origin: string;
  readonly signal: AbortSignal;
}

/** One grey point. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
  'base64',
);

/** Longest wait for the picture's end where the trial has failed or was stopped already, ms. */
const cleanUpLimit = 5_000;

/**
 * Tries whether files can travel by this bucket: puts a picture of some bytes there, fetches it as the service would, without a key,
 * and deletes it, whatever happened before. Rejects with `BucketError`, whose step says how far it came, or the signal's reason.
 */
export async function tryBucket(bucket: Bucket, secret: BucketSecret, options: TrialOptions): Promise<void> {
  const { transport, origin, signal } = options;
  const client = new BucketClient(bucket, secret, transport);
  const key = `${bucket.prefix === '' ? '' : `${bucket.prefix}/`}seedance-trial-${randomUUID()}.png`;
  const { url } = await client.link(key);
  if (!isReferenceable(url, origin)) throw elsewhere(new URL(url).host);
  const sha256 = createHash('sha256').update(png).digest('hex');
  try {
    await client.put(key, memoryFile(png, 0), { mime: 'image/png', sha256, signal, onProgress: () => undefined });
    await fetchAsStranger(url, bucket, options);
  } catch (error) {
    await client.remove(key, AbortSignal.timeout(cleanUpLimit)).catch(() => undefined);
    throw error;
  }
  await client.remove(key, signal.aborted ? AbortSignal.timeout(cleanUpLimit) : signal);
}

async function fetchAsStranger(url: string, bucket: Bucket, options: TrialOptions): Promise<void> {
  const { host } = new URL(url);
  try {
    const found = await probe(url, options);
    if (png.equals(await found.read(0, png.length))) return;
  } catch (cause) {
    if (cause instanceof Unfetchable) throw closed(host, bucket, cause);
    throw cause;
  }
  throw new BucketError(
    'fetch',
    'notPublic',
    l10n.t('Something else came from {0} than was put into the bucket. Check the public URL.', host),
  );
}

function closed(host: string, { publicUrl }: Bucket, cause: Unfetchable): BucketError {
  if (cause.kind === 'notPublic') return elsewhere(host, cause);
  const saying =
    cause.kind === 'unreachable'
      ? l10n.t('The bucket took a file, but {0} cannot be reached without a key.', host)
      : l10n.t(
          'The bucket took a file, but {0} does not give it out without a key ({1}).',
          host,
          cause.status ?? cause.kind,
        );
  const remedy =
    publicUrl === undefined
      ? l10n.t('Give the access key the right to read too: links are signed with it.')
      : l10n.t('Let everybody read the bucket, or leave the public URL empty, so that links are signed.');
  return new BucketError('fetch', 'notPublic', `${saying} ${remedy}`, { cause });
}

/** The service has no way there. */
function elsewhere(host: string, cause?: Unfetchable): BucketError {
  const message = l10n.t(
    'The service cannot fetch from {0}: that is no public https:// address. Use a bucket on the internet, or set a public URL that leads to it.',
    host,
  );
  return new BucketError('fetch', 'notPublic', message, { cause });
}
