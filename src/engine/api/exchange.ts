import { promisify } from 'node:util';
import { brotliDecompress, inflate, unzip } from 'node:zlib';
import { errors, type Dispatcher } from 'undici';
import { spelt } from '../log/spellings.ts';
import { causeOf } from './connectFailure.ts';
import { ApiError } from './failure.ts';
import { isKey } from './key.ts';

/** Replies are some hundred bytes; a longer one is not the service's. */
const maxReplyBytes = 1024 * 1024;

export interface Call {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  /** See `isKey`. */
  readonly key: string;
  readonly body?: unknown;
  readonly signal: AbortSignal;
  /** How long all of the reply's body may take, ms. */
  readonly replyLimit: number;
  /** Called once, when a connection stands and just before the first byte leaves. If it throws, nothing is sent. */
  readonly onSend?: () => void;
}

export interface Reply {
  readonly status: number;
  readonly retryAfter?: string;
  /** Undefined where the body is no JSON. */
  readonly json: unknown;
}

/** Sends bytes as they are (PUT) and reads a JSON reply. Throws as `exchange` does. */
export function exchangeBytes(
  dispatcher: Dispatcher,
  call: Omit<Call, 'method' | 'body' | 'onSend'> & { readonly bytes: Uint8Array },
): Promise<Reply> {
  return send(dispatcher, { ...call, method: 'PUT', type: 'application/octet-stream', body: call.bytes });
}

/**
 * One request, one reply, no redirect followed, nothing sent twice. Throws `ApiError` of kind `network`, whose phase says whether
 * anything left, or `badReply` for a body without end; the signal's reason where it was aborted; what `onSend` threw.
 */
export function exchange(dispatcher: Dispatcher, call: Call): Promise<Reply> {
  const body = call.body === undefined ? undefined : JSON.stringify(call.body);
  return send(dispatcher, { ...call, type: 'application/json', body });
}

interface Outgoing extends Omit<Call, 'method' | 'body'> {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly type: string;
  readonly body: string | Uint8Array | undefined;
}

async function send(dispatcher: Dispatcher, call: Outgoing): Promise<Reply> {
  call.signal.throwIfAborted();
  const progress: { sent: boolean; stopped?: Error } = { sent: false };
  const watched = dispatcher.compose(watchSend(progress, call));
  try {
    const response = await watched.request({
      origin: call.url.origin,
      path: call.url.pathname + call.url.search,
      method: call.method,
      headers: {
        authorization: `Bearer ${call.key}`,
        accept: 'application/json',
        'accept-encoding': 'identity',
        ...(call.body !== undefined && { 'content-type': call.type }),
      },
      body: call.body ?? null,
      signal: call.signal,
    });
    const status = response.statusCode;
    const bytes = await unpacked(
      await readBytes(response.body, status, call.replyLimit),
      response.headers['content-encoding'],
    );
    // Decodes as JSON is to be read: a byte order mark before it means nothing.
    const parsed = parse(new TextDecoder().decode(bytes));
    // What is too short for a key may be a part of a word, or of an id that was paid for.
    const json = isKey(call.key) ? without(patternOf(call.key), parsed) : parsed;
    const retryAfter = response.headers['retry-after'];
    return { status, json, ...(typeof retryAfter === 'string' && { retryAfter }) };
  } catch (error) {
    call.signal.throwIfAborted();
    if (progress.stopped !== undefined) throw progress.stopped;
    if (error instanceof ApiError) throw error;
    throw networkError(error, progress.sent);
  }
}

/** Notices when a request is about to be written: undici calls `onRequestStart` with the connection up and no byte out yet. */
function watchSend(
  progress: { sent: boolean; stopped?: Error },
  { signal, onSend }: Pick<Call, 'signal' | 'onSend'>,
): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) =>
    dispatch(options, {
      onRequestStart(controller, context) {
        try {
          // undici lets an abort wait until there is a connection: nothing is sent then, so nobody may hear that it is.
          signal.throwIfAborted();
          if (progress.sent && onSend !== undefined) throw new Error('it was sent already');
          onSend?.();
          progress.sent = true;
        } catch (error) {
          progress.stopped = error instanceof Error ? error : new Error(String(error));
          throw progress.stopped;
        }
        handler.onRequestStart?.(controller, context);
      },
      onResponseStart: (...args) => handler.onResponseStart?.(...args),
      onResponseData: (...args) => handler.onResponseData?.(...args),
      onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
      onResponseError: (...args) => handler.onResponseError?.(...args),
    });
}

async function readBytes(body: Dispatcher.ResponseData['body'], status: number, limit: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  // A reply that trickles is never silent: it would hold up its call for ever.
  const tooLong = setTimeout(() => body.destroy(new errors.BodyTimeoutError()), limit);
  try {
    for await (const piece of body as AsyncIterable<Buffer>) {
      length += piece.length;
      if (length > maxReplyBytes) {
        body.destroy();
        throw new ApiError({ kind: 'badReply', status, message: `longer than ${maxReplyBytes} bytes` });
      }
      pieces.push(piece);
    }
  } finally {
    clearTimeout(tooLong);
  }
  return Buffer.concat(pieces);
}

/** Ways of packing that a proxy may use though nobody asked for one. */
const unpackers = new Map<string, (bytes: Buffer, options: { readonly maxOutputLength: number }) => Promise<Buffer>>([
  ['gzip', promisify(unzip)],
  ['x-gzip', promisify(unzip)],
  ['deflate', promisify(inflate)],
  ['br', promisify(brotliDecompress)],
]);

/** The bytes as they were before they were packed; as they are where that cannot be undone, or would be longer than a reply. */
async function unpacked(bytes: Buffer, encoding: string | string[] | undefined): Promise<Buffer> {
  const unpack = unpackers.get(
    String(encoding ?? '')
      .trim()
      .toLowerCase(),
  );
  try {
    return (await unpack?.(bytes, { maxOutputLength: maxReplyBytes })) ?? bytes;
  } catch {
    // A reply may only say that it is packed, and it may hold the id of what was paid for.
    return bytes;
  }
}

/** Of the key that was asked with last: to find out all its spellings costs more than to read a reply. */
let last: { readonly key: string; readonly pattern: RegExp } | undefined;

function patternOf(key: string): RegExp {
  if (last?.key !== key) last = { key, pattern: spelt(key) };
  return last.pattern;
}

/** Nothing that is nested deeper is read. */
const maxDepth = 50;

/** A reply may quote what it was asked with, spelt as it likes; what is kept and shown of it must not. */
function without(key: RegExp, json: unknown, depth = 0): unknown {
  if (typeof json === 'string') return json.replace(key, '…');
  if (typeof json !== 'object' || json === null) return json;
  if (depth === maxDepth) return undefined;
  if (Array.isArray(json)) return json.map((each) => without(key, each, depth + 1));
  return Object.fromEntries(
    Object.entries(json).map(([name, value]) => [name.replace(key, '…'), without(key, value, depth + 1)]),
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function networkError(error: unknown, sent: boolean): ApiError {
  const cause = causeOf(error);
  const code: unknown = Reflect.get(cause, 'code');
  // A name with several addresses fails with an AggregateError, whose own message is empty.
  const message = cause instanceof AggregateError ? cause.errors.map(String).join('; ') : cause.message;
  return new ApiError(
    { kind: 'network', phase: sent ? 'later' : 'connect', message, ...(typeof code === 'string' && { code }) },
    { cause },
  );
}
