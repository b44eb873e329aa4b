import { setTimeout as delay } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import { spelt } from '../../log/spellings.ts';
import type { BucketSecret } from './bucket.ts';

/** What is used of a bucket's reply. Everything in it may be made up, so only what has the right form is taken. */
export interface BucketReply {
  readonly status: number;
  /** Error code as S3 has them, `NoSuchBucket`. */
  readonly code?: string;
  /** Where the bucket is, as the storage says. */
  readonly region?: string;
  /** The storage's clock, ms since 1970. */
  readonly time?: number;
  /** The host that a redirect leads to. */
  readonly elsewhere?: string;
  /** Whether there was a body at all. */
  readonly empty: boolean;
}

/** Errors are some hundred bytes of XML, with their code at the beginning. */
const maxBytes = 16 * 1024;

/** What is shorter is no secret of a storage, but may be a part of a word. */
const shortestSecret = 8;

/** Longest wait for them, ms. */
const maxWait = 10_000;

/** Reads what there is of a reply, but never much and never long; the rest of it is given up. What it says of `secret` is left out. */
export async function readReply(
  { statusCode, headers, body }: Dispatcher.ResponseData,
  secret: BucketSecret,
): Promise<BucketReply> {
  const without = (text: unknown): string | undefined =>
    typeof text === 'string' ? secretsOf(secret).reduce((rest, each) => rest.replace(each, '…'), text) : undefined;
  const text = without(await firstOf(body)) ?? '';
  const region = without(headers['x-amz-bucket-region']) ?? field(text, 'Region');
  const code = codeOf(text);
  const named = matching(region, /^[a-z][a-z0-9-]{1,40}$/);
  const time = Date.parse(field(text, 'ServerTime') ?? String(headers['date']));
  const elsewhere = hostOf(without(headers['location']));
  return {
    status: statusCode,
    empty: text.trim() === '',
    ...(code !== undefined && { code }),
    ...(named !== undefined && { region: named }),
    ...(!Number.isNaN(time) && { time }),
    ...(elsewhere !== undefined && { elsewhere }),
  };
}

function secretsOf({ secretAccessKey, sessionToken }: BucketSecret): RegExp[] {
  return [secretAccessKey, sessionToken ?? ''].filter((secret) => secret.length >= shortestSecret).map(spelt);
}

async function firstOf(body: Dispatcher.ResponseData['body']): Promise<string> {
  const stop = new AbortController();
  void delay(maxWait, undefined, { signal: stop.signal, ref: false }).then(
    () => body.destroy(),
    () => undefined,
  );
  const pieces: Buffer[] = [];
  let length = 0;
  try {
    for await (const piece of body as AsyncIterable<Buffer>) {
      pieces.push(piece);
      length += piece.length;
      if (length >= maxBytes) break;
    }
  } catch {
    // Cut off: what came before says enough, or nothing does.
  }
  stop.abort();
  return Buffer.concat(pieces).toString('utf8', 0, maxBytes);
}

function codeOf(xml: string): string | undefined {
  const code = matching(field(xml, 'Code'), /^[A-Za-z][A-Za-z0-9._-]{1,60}$/);
  // So R2 calls a key id that is not as long as its own are.
  return code === 'InvalidArgument' && /credential access key/i.test(xml) ? 'InvalidAccessKeyId' : code;
}

function field(xml: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]{1,100})</${name}>`).exec(xml)?.[1]?.trim();
}

function matching(text: unknown, form: RegExp): string | undefined {
  return typeof text === 'string' && form.test(text) ? text : undefined;
}

function hostOf(location: unknown): string | undefined {
  return typeof location === 'string' && URL.canParse(location) ? new URL(location).host.slice(0, 100) : undefined;
}
