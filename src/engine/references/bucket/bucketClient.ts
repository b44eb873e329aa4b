import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { AwsV4Signer } from 'aws4fetch';
import type { Dispatcher } from 'undici';
import type { Transport } from '../../api/transport.ts';
import type { OpenFile } from '../byteSource.ts';
import type { Bucket, BucketSecret } from './bucket.ts';
import { BucketError, type BucketFault, type BucketStep } from './bucketError.ts';
import { readReply, type BucketReply } from './bucketReply.ts';
import { objectUrl, publicUrl } from './objectUrl.ts';
import { refusalOf } from './refusal.ts';
import { troubleOf } from './trouble.ts';
import { uploadOf } from './upload.ts';

/** How patient a client is. Times in ms. */
export interface Patience {
  /** How long a bucket may take no bytes and give no answer. As long as bytes move, an upload may take for ever. */
  readonly silence: number;
  /** The waits before each further try, where a line was cut or the storage is overloaded. */
  readonly pauses: readonly number[];
}

const defaultPatience: Patience = { silence: 120_000, pauses: [500, 3000] };

export interface PutOptions {
  /** What the file is: the object is served under this type. */
  readonly mime: string;
  /** Of the whole file, hex. Sent signed, so the bucket refuses anything else. */
  readonly sha256: string;
  readonly signal: AbortSignal;
  /** Called with 0 to 1. A further try begins at 0 again. */
  readonly onProgress: (share: number) => void;
}

/** Where an object can be read without a key. */
export interface Link {
  readonly url: string;
  /** Ms since 1970; left out where it does not end. */
  readonly expiresAt?: number;
}

interface Request {
  readonly step: Exclude<BucketStep, 'fetch'>;
  readonly method: 'PUT' | 'DELETE';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: () => Readable;
  readonly signal: AbortSignal;
}

/** Speaks S3 with the user's own bucket. Every method but `link` opens connections of its own and leaves none behind. */
export class BucketClient {
  readonly #bucket: Bucket;
  readonly #secret: BucketSecret;
  readonly #transport: Transport;
  readonly #patience: Patience;

  constructor(bucket: Bucket, secret: BucketSecret, transport: Transport, patience = defaultPatience) {
    this.#bucket = bucket;
    this.#secret = secret;
    this.#transport = transport;
    this.#patience = patience;
  }

  /**
   * Streams an open file up; it stays open. Where the line is cut or the storage overloaded it is tried again, from its start.
   * Rejects with `BucketError` or the signal's reason. What is under the key then is what was there before, or, where only the last
   * answer was lost, all of the file; never a part of it.
   */
  async put(key: string, file: OpenFile, { mime, sha256, signal, onProgress }: PutOptions): Promise<void> {
    const headers = { 'content-type': mime, 'content-length': String(file.size), 'x-amz-content-sha256': sha256 };
    const body = (): Readable => Readable.from(uploadOf(file, onProgress));
    await this.#ask({ step: 'put', method: 'PUT', url: objectUrl(this.#bucket, key), headers, body, signal });
  }

  /** Where everybody can read the object: by a link of the bucket's own life, or under its public URL. Asks nobody. */
  async link(key: string): Promise<Link> {
    if (this.#bucket.publicUrl !== undefined) return { url: publicUrl(this.#bucket.publicUrl, key) };
    // A signature knows whole seconds.
    const now = Math.floor(Date.now() / 1000) * 1000;
    const url = objectUrl(this.#bucket, key);
    url.searchParams.set('X-Amz-Expires', String(this.#bucket.linkSeconds));
    const signed = await this.#sign({ method: 'GET', url: url.href, signQuery: true, datetime: datetime(now) });
    return { url: signed.url.href, expiresAt: now + this.#bucket.linkSeconds * 1000 };
  }

  /** Deletes the object; where there is none, nothing happens. Rejects with `BucketError` or the signal's reason. */
  async remove(key: string, signal: AbortSignal): Promise<void> {
    await this.#ask({ step: 'remove', method: 'DELETE', url: objectUrl(this.#bucket, key), signal });
  }

  async #ask(request: Request): Promise<void> {
    const { url, signal, step } = request;
    signal.throwIfAborted();
    let dispatcher: Dispatcher;
    try {
      dispatcher = this.#transport.fresh(url.origin, 'service');
    } catch (cause) {
      throw troubleOf(cause, url.host, this.#bucket, step);
    }
    // undici's own way to abort waits until there is a connection.
    const stop = (): void => void dispatcher.destroy();
    signal.addEventListener('abort', stop);
    try {
      for (let tries = 0; ; tries++) {
        const error = await this.#try(request, dispatcher);
        signal.throwIfAborted();
        if (error === undefined) return;
        const pause = error.passing ? this.#patience.pauses[tries] : undefined;
        if (pause === undefined) throw error;
        await delay(pause, undefined, { signal }).catch(() => signal.throwIfAborted());
      }
    } finally {
      signal.removeEventListener('abort', stop);
      await dispatcher.destroy();
    }
  }

  /** Asks once. Resolves with what went wrong. */
  async #try({ step, body, ...request }: Request, dispatcher: Dispatcher): Promise<BucketError | undefined> {
    try {
      const reply = await this.#send(dispatcher, { ...request, body: body?.() ?? null });
      if (reply.status >= 200 && reply.status < 300) return undefined;
      if (step === 'remove' && reply.code === 'NoSuchKey') return undefined;
      return refusalOf(reply, this.#bucket, step, Date.now());
    } catch (cause) {
      if (cause instanceof BucketError) return cause;
      const error = troubleOf(cause, request.url.host, this.#bucket, step);
      return body === undefined || !error.passing ? error : ((await this.#hidden(dispatcher, request.url)) ?? error);
    }
  }

  /**
   * A storage that refuses an upload may hang up before it was sent everything, and its answer is lost on the way then. The same key
   * is asked for without a body to send: what is wrong with the signature or the bucket is answered to that too.
   */
  async #hidden(dispatcher: Dispatcher, url: URL): Promise<BucketError | undefined> {
    try {
      const reply = await this.#send(dispatcher, { method: 'GET', url, headers: { range: 'bytes=0-0' }, body: null });
      const error = reply.status < 300 ? undefined : refusalOf(reply, this.#bucket, 'put', Date.now());
      return error !== undefined && lasting.has(error.fault) ? error : undefined;
    } catch {
      return undefined;
    }
  }

  async #send(dispatcher: Dispatcher, { method, url, headers = {}, body }: Outgoing): Promise<BucketReply> {
    const signed = await this.#sign({ method, url: url.href, headers, datetime: datetime(Date.now()) });
    const response = await dispatcher.request({
      origin: url.origin,
      path: url.pathname,
      method,
      headers: Object.fromEntries(signed.headers),
      body,
      headersTimeout: this.#patience.silence,
    });
    return await readReply(response, this.#secret);
  }

  #sign(
    request: Pick<
      ConstructorParameters<typeof AwsV4Signer>[0],
      'method' | 'url' | 'headers' | 'signQuery' | 'datetime'
    >,
  ) {
    const { region, accessKeyId } = this.#bucket;
    return new AwsV4Signer({ ...request, ...this.#secret, accessKeyId, region, service: 's3' }).sign();
  }
}

interface Outgoing {
  readonly method: 'GET' | 'PUT' | 'DELETE';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: Readable | null;
}

/** Faults that a second look tells for sure. */
const lasting = new Set<BucketFault>(['secret', 'accessKey', 'region', 'noBucket', 'clock']);

/** A time as signatures have it, `20260321T164501Z`. */
function datetime(ms: number): string {
  return new Date(ms).toISOString().replace(/[:-]|\.\d{3}/g, '');
}
