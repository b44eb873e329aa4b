import * as l10n from '@vscode/l10n';
import type { Reference } from '../../shared/draft.ts';
import { isReferenceable } from '../../shared/url.ts';
import { bytesText, clockText, hoursText } from '../amounts.ts';
import type { Clock } from '../clock.ts';
import type { Bucket, BucketSecret } from './bucket/bucket.ts';
import type { BucketClient } from './bucket/bucketClient.ts';
import { BucketError } from './bucket/bucketError.ts';
import { objectKey } from './bucket/objectKey.ts';
import type { OpenFile } from './byteSource.ts';
import { readFacts } from './media/facts.ts';
import { assertConsented, stillThere } from './reuse.ts';
import { hostOf, unreadable } from './sayings.ts';
import { Unfetchable } from './unfetchable.ts';
import type { UploadingDeps } from './uploading.ts';
import type { Upload } from './uploads.ts';
import { UnresolvedReference, type Closed, type Consent, type Journey, type Offer, type Way } from './way.ts';

/** A bucket that can be written to from here. */
export interface HostedBucket {
  readonly bucket: Bucket;
  readonly secret: BucketSecret;
}

export interface BucketWayDeps extends UploadingDeps {
  readonly clock: Clock;
  readonly client: (hosted: HostedBucket) => Promise<BucketClient>;
}

/** The user's own bucket: a file is put there once, under a key that carries its content's hash, and read by a link. */
export class BucketWay implements Way {
  readonly #deps: BucketWayDeps;

  constructor(deps: BucketWayDeps) {
    this.#deps = deps;
  }

  async offer({ name, source }: Reference, signal: AbortSignal): Promise<Offer | Closed | undefined> {
    if (source.type !== 'file') return undefined;
    const { contents, uploads, clock } = this.#deps;
    const open = this.#open();
    if ('way' in open) return open;
    const { bucket } = open;
    const { hash, size } = await contents.of(source.uri, signal);
    const known = uploads.find(bucket, objectKey(bucket, hash, name));
    const detail = placeOf(bucket);
    if (known !== undefined) return { way: 'ready', text: hostedText(known, clock.now()), detail };
    const consent = this.#consent(name, size, hash, bucket);
    const text = l10n.t('will be uploaded, {0} → {1}', bytesText(size), bucket.name);
    return { way: 'upload', text, detail: l10n.t('{0}. {1}', placeOf(bucket), consent.readers), consent };
  }

  async resolve(reference: Reference, journey: Journey): Promise<string> {
    const { id, name, source } = reference;
    const open = this.#open();
    if ('way' in open) throw new UnresolvedReference(id, open.why);
    if (source.type !== 'file') throw new UnresolvedReference(id, l10n.t('“{0}” is no file.', name));
    const file = await this.#deps.files.open(source.uri).catch((cause: unknown) => {
      throw unreadable(reference, cause);
    });
    try {
      const { hash } = await this.#deps.contents.ofOpen(source.uri, file, journey.signal);
      return (
        (await this.#reuse(reference, hash, open, journey)) ??
        (await this.#upload(reference, file, hash, open, journey))
      );
    } finally {
      await file.close();
    }
  }

  /** A fresh link to what is there already; undefined where it is not. */
  async #reuse(
    { id, name }: Reference,
    hash: string,
    hosted: HostedBucket,
    { signal }: Journey,
  ): Promise<string | undefined> {
    const { uploads, probe, client } = this.#deps;
    const { bucket } = hosted;
    const known = uploads.find(bucket, objectKey(bucket, hash, name));
    if (known === undefined) return undefined;
    const { url, expiresAt } = await (await client(hosted)).link(known.key);
    try {
      if (await stillThere(probe(url, signal), ['missing'])) {
        uploads.complete(known, expiresAt);
        return url;
      }
      uploads.forget(known);
      return undefined;
    } catch (cause) {
      signal.throwIfAborted();
      // Some buckets answer so to what is not there, as they tell nobody what is.
      if (cause instanceof Unfetchable && cause.kind === 'forbidden') uploads.doubt(known);
      throw new UnresolvedReference(
        id,
        l10n.t('“{0}” is in {1}, but cannot be fetched: {2}', name, bucket.name, why(cause)),
        { cause },
      );
    }
  }

  async #upload(
    reference: Reference,
    file: OpenFile,
    hash: string,
    hosted: HostedBucket,
    journey: Journey,
  ): Promise<string> {
    const { uploads, probe, clock } = this.#deps;
    const { id, name } = reference;
    const { bucket } = hosted;
    const { signal, onProgress } = journey;
    assertConsented(reference, this.#consent(name, file.size, hash, bucket), journey);
    const { mime = 'application/octet-stream' } = await readFacts(file);
    const client = await this.#deps.client(hosted);
    const key = objectKey(bucket, hash, name);
    const place = { endpoint: bucket.endpoint, bucket: bucket.name, key };
    const object = { ...place, name, size: file.size, uploadedAt: clock.now() };
    uploads.begin(object);
    const left = { all: false };
    try {
      await client.put(object.key, file, {
        ...{ mime, sha256: hash, signal },
        onProgress(share) {
          left.all ||= share >= 1;
          onProgress(share);
        },
      });
    } catch (cause) {
      // Where only the answer is missing it may be there after all.
      const isRefused = cause instanceof BucketError && !cause.passing;
      if (isRefused || !left.all) uploads.abandon(object);
      signal.throwIfAborted();
      throw new UnresolvedReference(id, l10n.t('“{0}” was not uploaded to {1}: {2}', name, bucket.name, why(cause)), {
        cause,
      });
    }
    const { url, expiresAt } = await client.link(object.key);
    uploads.complete(object, expiresAt);
    await probe(url, signal).catch((cause: unknown) => {
      signal.throwIfAborted();
      throw new UnresolvedReference(
        id,
        l10n.t('“{0}” is in {1}, but cannot be fetched: {2}', name, bucket.name, why(cause)),
        { cause },
      );
    });
    return url;
  }

  /** The bucket with its secret, or why it cannot be used. */
  #open(): HostedBucket | Closed {
    const { hosting, origin } = this.#deps;
    const closed = (why: string): Closed => ({ way: 'closed', why });
    if (hosting.bucket === undefined) return closed(l10n.t('No bucket is set up.'));
    const { bucket, secret } = hosting.bucket;
    if (!hosting.trusted) return closed(l10n.t('This workspace is not trusted, so its files are not uploaded.'));
    if (secret === undefined)
      return closed(
        l10n.t('The secret key of the bucket {0} is not on this machine. Set up hosting to enter it.', bucket.name),
      );
    const host = bucket.publicUrl ?? bucket.endpoint;
    if (!isReferenceable(host, origin))
      return closed(
        l10n.t('The bucket {0} is at {1}, where the service cannot fetch from.', bucket.name, hostOf(host)),
      );
    return { bucket, secret };
  }

  #consent(name: string, size: number, hash: string, bucket: Bucket): Consent {
    const readers =
      bucket.publicUrl === undefined
        ? l10n.t(
            'Whoever has the link can read it for {0}. It stays in the bucket until “Seedance: Remove Uploaded References…”.',
            hoursText(bucket.linkSeconds / 3600),
          )
        : l10n.t(
            'Everybody can read it at {0}, until “Seedance: Remove Uploaded References…”.',
            hostOf(bucket.publicUrl),
          );
    const destination = destinationOf(bucket);
    return {
      destination,
      once: `${destination} ${hash}`,
      place: placeOf(bucket),
      always: l10n.t('Always for This Bucket'),
      file: l10n.t('“{0}” ({1})', name, bytesText(size)),
      readers,
    };
  }
}

/** A bucket that more people can read, or longer, is another place. */
function destinationOf({ endpoint, name, publicUrl, linkSeconds }: Bucket): string {
  return JSON.stringify(['bucket', endpoint, name, publicUrl ?? linkSeconds]);
}

function why(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

function placeOf({ endpoint, name }: Bucket): string {
  return l10n.t('the bucket {0} at {1}', name, hostOf(endpoint));
}

function hostedText({ bucket, readableUntil }: Upload, now: number): string {
  if (readableUntil === undefined || readableUntil <= now) return l10n.t('hosted in {0}', bucket);
  return l10n.t('hosted until {0}', clockText(readableUntil, now));
}
