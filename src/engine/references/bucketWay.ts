import * as l10n from '@vscode/l10n';
import type { Reference } from '../../shared/draft.ts';
import { isReferenceable } from '../../shared/url.ts';
import type { Clock } from '../clock.ts';
import type { Files } from '../ports.ts';
import type { Bucket, BucketSecret } from './bucket/bucket.ts';
import type { BucketClient } from './bucket/bucketClient.ts';
import { objectKey } from './bucket/objectKey.ts';
import type { ByteSource, OpenFile } from './byteSource.ts';
import type { Contents } from './contents.ts';
import type { Hosting } from './hosting.ts';
import { readFacts } from './media/facts.ts';
import { agreeFirst, stillThere } from './reuse.ts';
import { bytesText, clockText, hostOf, unreadable } from './sayings.ts';
import type { Upload, Uploads } from './uploads.ts';
import { UnresolvedReference, type Closed, type Consent, type Journey, type Offer, type Way } from './way.ts';

/** A bucket that can be written to from here. */
export interface HostedBucket {
  readonly bucket: Bucket;
  readonly secret: BucketSecret;
}

export interface BucketWayDeps {
  readonly files: Files;
  readonly contents: Contents;
  readonly uploads: Uploads;
  readonly hosting: Hosting;
  readonly clock: Clock;
  readonly language: string;
  /** Origin of the service that is to fetch the object. */
  readonly origin: string;
  readonly client: (hosted: HostedBucket) => Promise<BucketClient>;
  /** Fetches the beginning of a URL as a stranger. Rejects where it cannot be fetched, with a sentence for the user. */
  readonly probe: (url: string, signal: AbortSignal) => Promise<ByteSource>;
}

/** How long a failed upload is cleared away, ms. */
const clearingUp = 3000;

/** The user's own bucket: a file is put there once, under a key that carries its content's hash, and read by a link. */
export class BucketWay implements Way {
  readonly #deps: BucketWayDeps;

  constructor(deps: BucketWayDeps) {
    this.#deps = deps;
  }

  async offer({ name, source }: Reference, signal: AbortSignal): Promise<Offer | Closed | undefined> {
    if (source.type !== 'file') return undefined;
    const { contents, uploads, clock, language } = this.#deps;
    const open = this.#open();
    if ('way' in open) return open;
    const { bucket } = open;
    const { hash, size } = await contents.of(source.uri, signal);
    const known = uploads.find(bucket, objectKey(bucket, hash, name));
    const detail = placeOf(bucket);
    if (known !== undefined) return { way: 'ready', text: hostedText(known, clock.now(), language), detail };
    const consent = this.#consent(name, size, bucket);
    const text = l10n.t('will be uploaded, {0} → {1}', bytesText(size, language), bucket.name);
    return { way: 'upload', text, detail: consent.text, consent };
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
      return await this.#bring(reference, { file, hash }, open, journey);
    } catch (cause) {
      journey.signal.throwIfAborted();
      if (cause instanceof UnresolvedReference) throw cause;
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new UnresolvedReference(id, l10n.t('“{0}” was not uploaded to {1}: {2}', name, open.bucket.name, why), {
        cause,
      });
    } finally {
      await file.close();
    }
  }

  /** Where the object is already, its link; else puts it there. */
  async #bring(
    reference: Reference,
    { file, hash }: { readonly file: OpenFile; readonly hash: string },
    hosted: HostedBucket,
    { signal, consented, onProgress }: Journey,
  ): Promise<string> {
    const { uploads, probe } = this.#deps;
    const { bucket } = hosted;
    const client = await this.#deps.client(hosted);
    const key = objectKey(bucket, hash, reference.name);
    const known = uploads.find(bucket, key);
    if (known !== undefined) {
      const link = await client.link(key);
      if (await stillThere(probe(link.url, signal))) return this.#note(reference, bucket, { ...known, key }, link);
      uploads.forget(known);
    }
    if (!consented.has(destinationOf(bucket))) throw agreeFirst(reference);
    const { mime = 'application/octet-stream' } = await readFacts(file);
    try {
      await client.put(key, file, { mime, sha256: hash, signal, onProgress });
    } catch (error) {
      // The last byte may have arrived, and only the answer not: what nobody knows of is not left there.
      await client.remove(key, AbortSignal.timeout(clearingUp)).catch(() => undefined);
      throw error;
    }
    const link = await client.link(key);
    // Written down before it is looked at: it is there now, and must be found when uploads are removed.
    const url = this.#note(reference, bucket, { key, size: file.size, uploadedAt: this.#deps.clock.now() }, link);
    await probe(url, signal);
    return url;
  }

  #note(
    { name }: Reference,
    { endpoint, name: bucket }: Bucket,
    { key, size, uploadedAt }: Pick<Upload, 'key' | 'size' | 'uploadedAt'>,
    { url, expiresAt }: { readonly url: string; readonly expiresAt?: number },
  ): string {
    const until = expiresAt === undefined ? {} : { readableUntil: expiresAt };
    this.#deps.uploads.put({ endpoint, bucket, key, name, size, uploadedAt, ...until });
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

  #consent(name: string, size: number, bucket: Bucket): Consent {
    const { language } = this.#deps;
    const readers =
      bucket.publicUrl === undefined
        ? l10n.t('Whoever has its link can read it for {0} hours.', Math.round(bucket.linkSeconds / 3600))
        : l10n.t('Everybody can read it at {0}, until you remove it.', hostOf(bucket.publicUrl));
    return {
      destination: destinationOf(bucket),
      place: placeOf(bucket),
      always: l10n.t('Always for This Bucket'),
      text: l10n.t('“{0}” ({1}) is uploaded to {2}. {3}', name, bytesText(size, language), placeOf(bucket), readers),
    };
  }
}

/** A bucket read by everybody is another place than the same one read by link. */
function destinationOf({ endpoint, name, publicUrl }: Bucket): string {
  return `bucket ${endpoint} ${name} ${publicUrl ?? ''}`.trim();
}

function placeOf({ endpoint, name }: Bucket): string {
  return l10n.t('the bucket {0} at {1}', name, hostOf(endpoint));
}

function hostedText({ bucket, readableUntil }: Upload, now: number, language: string): string {
  if (readableUntil === undefined || readableUntil <= now) return l10n.t('hosted in {0}', bucket);
  return l10n.t('hosted until {0}', clockText(readableUntil, now, language));
}
