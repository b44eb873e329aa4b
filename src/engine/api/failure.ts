/**
 * Why a call did not bring what was asked for. Plain data, so that it can be kept with a job; it never holds the key.
 * Only `unauthorized` is a documented error code; every other code is data to show.
 */
export type ApiFailure =
  /** The key is missing, revoked, expired or wrong. */
  | { readonly kind: 'unauthorized'; readonly status: number; readonly code?: string; readonly message?: string }
  /** A readable refusal: a 4xx with `success: false`. */
  | { readonly kind: 'rejected'; readonly status: number; readonly code?: string; readonly message?: string }
  /** Too many requests. `retryAfter` in ms from the reply, where it named one. */
  | { readonly kind: 'rateLimited'; readonly status: number; readonly retryAfter?: number; readonly message?: string }
  /** The service's own trouble. `retryAfter` as above, of a 503. Whether a create was taken it does not say. */
  | {
      readonly kind: 'server';
      readonly status: number;
      readonly retryAfter?: number;
      readonly code?: string;
      readonly message?: string;
    }
  /**
   * `connect`: nothing of the request left this machine. `later`: it may have arrived. `code`: a `ProxyCode` where the proxy is why,
   * else Node's own (`ECONNREFUSED`, `ENOTFOUND`, `SELF_SIGNED_CERT_IN_CHAIN`; see `isCertificateCode`) or undici's.
   */
  | { readonly kind: 'network'; readonly phase: 'connect' | 'later'; readonly code?: string; readonly message: string }
  /** The service answered something that cannot be read as a reply. */
  | { readonly kind: 'badReply'; readonly status: number; readonly message: string };

/**
 * What is wrong with the proxy. `PROXY_INVALID`: its address is of no kind that can be used. `PROXY_UNREACHABLE`: refused, no such
 * name, no answer in time. `PROXY_AUTH`: it wants a password, or another one (407). `PROXY_REFUSED`: it gives no way to the host
 * (403, 502), or hangs up. `PROXY_CERTIFICATE`: its own certificate is not believed. Always of the phase `connect`.
 */
export type ProxyCode = 'PROXY_INVALID' | 'PROXY_UNREACHABLE' | 'PROXY_AUTH' | 'PROXY_REFUSED' | 'PROXY_CERTIFICATE';

/** Code of an `unauthorized` of ours, with the status 0: what is set as the key is none, and was not sent. */
export const unusableKeyCode = 'unusable_key';

/** Codes of a stranger can be sentences; these are names. */
const codeShape = /^[\w.-]{1,60}$/;

/** A failure in the words of a log. What the service says to it is left out: it may quote the prompt. */
export function failureWords(failure: ApiFailure | { readonly kind: 'generation'; readonly code?: string }): string {
  const code = 'code' in failure && codeShape.test(failure.code) ? failure.code : '';
  const facts = [
    failure.kind,
    'phase' in failure ? failure.phase : '',
    'status' in failure ? String(failure.status) : '',
    code,
    // The way's own words, which tell what no code does.
    failure.kind === 'network' ? failure.message : '',
  ];
  return facts.filter((fact) => fact !== '').join(' ');
}

/** Thrown by every call of the client that was not aborted. `cause` is kept; `message` is for logs, not for people. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly failure: ApiFailure;

  constructor(failure: ApiFailure, options?: ErrorOptions) {
    super(failureWords(failure), options);
    this.failure = failure;
  }
}
