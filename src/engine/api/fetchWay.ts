import { errors, type Dispatcher } from 'undici';
import { codeOf, notConnected, saysNotConnected } from './connectFailure.ts';
import type { Limits } from './transport.ts';

/** `fetch` as the surroundings have it. */
export type Fetch = typeof globalThis.fetch;

/** Sends requests by a `fetch` and tells of them as a dispatcher does. */
export interface FetchWay {
  /** False for a body that can be read only once. */
  takes(options: Dispatcher.DispatchOptions): boolean;
  /** True where anything at all comes back from there. */
  reaches(origin: string): Promise<boolean>;
  /**
   * Sends one request, once. `onRequestStart` is called before `fetch`, so before any byte can leave; a failure after that is an
   * `ApiError` of the phase `connect` only where it says by itself that there never was a connection, and `onUnconnected` is called.
   */
  send(
    options: Dispatcher.DispatchOptions,
    handler: Dispatcher.DispatchHandler,
    onUnconnected: () => void,
  ): Promise<void>;
}

/** True for a method that changes nothing. */
export function isRepeatable(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}

/**
 * What every request has in common. No redirect is followed, and VS Code leaves such requests to Node: Chromium's network, which
 * `http.electronFetch` chooses, sends a POST again by itself. No connection is kept, so that none can be stale.
 */
const always = { redirect: 'manual', headers: { connection: 'close' } } as const;

/** The way by this `fetch`. `closing`, where there is one, ends all that is under way. */
export function byFetch(fetch: Fetch, limits: Limits, closing = new AbortController().signal): FetchWay {
  return {
    takes: ({ body }) => body === null || body === undefined || isWhole(body),
    async reaches(origin) {
      const signal = AbortSignal.any([closing, AbortSignal.timeout(limits.headers)]);
      try {
        const response = await fetch(origin, { ...always, method: 'HEAD', signal });
        await response.body?.cancel();
        return true;
      } catch {
        return false;
      }
    },
    async send(options, handler, onUnconnected) {
      const flow = new Flow(closing);
      let headersCame = false;
      try {
        handler.onRequestStart?.(flow, {});
        flow.signal.throwIfAborted();
        flow.limit(limits.headers, () => new errors.HeadersTimeoutError());
        const response = await fetch(new URL(options.path, String(options.origin)), {
          ...always,
          method: options.method,
          headers: headersOf(options),
          signal: flow.signal,
          ...bodyOf(options.body),
        });
        headersCame = true;
        handler.onResponseStart?.(flow, response.status, plainHeaders(response.headers), response.statusText);
        const reader = (response.body as ReadableStream<Uint8Array> | null)?.getReader();
        for (;;) {
          flow.limit(limits.body, () => new errors.BodyTimeoutError());
          const piece = await reader?.read();
          flow.signal.throwIfAborted();
          if (piece?.value === undefined) break;
          handler.onResponseData?.(flow, Buffer.from(piece.value));
          flow.limit(undefined);
          await flow.ready();
        }
        flow.limit(undefined);
        handler.onResponseEnd?.(flow, {});
      } catch (error) {
        flow.limit(undefined);
        const unconnected = !headersCame && saysNotConnected(error);
        if (unconnected) onUnconnected();
        handler.onResponseError?.(flow, unconnected ? notConnected(codeOf(error), messageOf(error)) : failureOf(error));
        flow.abort(new Error('the reply is not wanted any more'));
      }
    },
  };
}

/** What a handler holds of its request: it may stop it, and let it wait while what came is dealt with. */
class Flow implements Dispatcher.DispatchController {
  readonly signal: AbortSignal;
  readonly #stop = new AbortController();
  #going: PromiseWithResolvers<undefined> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(closing: AbortSignal) {
    this.signal = AbortSignal.any([closing, this.#stop.signal]);
  }

  get aborted(): boolean {
    return this.signal.aborted;
  }

  get reason(): Error | null {
    return this.aborted ? failureOf(this.signal.reason) : null;
  }

  get paused(): boolean {
    return this.#going !== undefined;
  }

  abort(reason: Error): void {
    this.#stop.abort(reason);
    this.resume();
  }

  pause(): void {
    this.#going ??= Promise.withResolvers();
  }

  resume(): void {
    this.#going?.resolve(undefined);
    this.#going = undefined;
  }

  /** Resolves when more is wanted. Rejects where it was stopped. */
  async ready(): Promise<void> {
    await this.#going?.promise;
    this.signal.throwIfAborted();
  }

  /** Stops with this error unless it is called again within `ms`. */
  limit(ms: number | undefined, error?: () => Error): void {
    clearTimeout(this.#timer);
    if (ms !== undefined && error !== undefined) this.#timer = setTimeout(() => this.abort(error()), ms);
  }
}

function headersOf({ headers, body }: Dispatcher.DispatchOptions): Record<string, string> {
  const own: Record<string, string> = { 'accept-encoding': 'identity' };
  for (const [name, value] of Object.entries(headers ?? {})) own[name.toLowerCase()] = String(value);
  // Of a stream `fetch` does not know the length.
  if (isWhole(body)) own['content-length'] = String(Buffer.byteLength(body));
  return { ...own, ...always.headers };
}

function isWhole(body: Dispatcher.DispatchOptions['body']): body is string | Uint8Array {
  return typeof body === 'string' || body instanceof Uint8Array;
}

/** As a stream: `fetch` sends a body that it can read again a second time by itself, to a server that answers 421. */
function bodyOf(body: Dispatcher.DispatchOptions['body']): RequestInit {
  if (!isWhole(body)) return {};
  return { body: new Blob([Buffer.from(body)]).stream(), duplex: 'half' };
}

/** `fetch` has decoded the body already, so what says how long and in which way it was written holds no more. */
function plainHeaders(headers: Headers): Record<string, string> {
  const plain = Object.fromEntries(headers);
  const { 'content-encoding': encoding, 'content-length': length, ...rest } = plain;
  const asItCame = encoding === undefined || encoding === 'identity';
  return { ...rest, ...(asItCame && length !== undefined && { 'content-length': length }) };
}

/** Words and code alone: what another undici throws may hold the request. */
function failureOf(error: unknown): Error {
  if (error instanceof Error && !(error instanceof TypeError)) return error;
  const failure = new errors.SocketError(messageOf(error));
  const code = codeOf(error);
  return code === undefined ? failure : Object.assign(failure, { code });
}

function messageOf(error: unknown): string {
  const cause = error instanceof TypeError && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message || (codeOf(cause) ?? cause.name) : String(cause);
}
