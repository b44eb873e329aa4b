import { ApiError } from './failure.ts';

/** OpenSSL's and Node's names for certificates that are not believed. */
const certificateCodes =
  /^(CERT_|CRL_|DEPTH_ZERO_|ERR_TLS_CERT_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|SELF_SIGNED_|UNABLE_TO_)/;

/** Node's names of the calls that come before any byte of a request. */
const connectCalls = new Set(['connect', 'getaddrinfo']);

/** What somebody's own undici says where a proxy did not open its tunnel. */
const noTunnel = /^Proxy response \(\d+\)/;

/** True for the code of a certificate that is not believed. */
export function isCertificateCode(code: string): boolean {
  return certificateCodes.test(code);
}

/** The code of an error, of what caused it, or of the first of several; undefined where none has one. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof ApiError) return error.failure.kind === 'network' ? error.failure.code : undefined;
  const own: unknown = Reflect.get(error, 'code');
  if (typeof own === 'string') return own;
  return codeOf(error instanceof AggregateError ? error.errors[0] : error.cause);
}

/**
 * True where an error of a `fetch` says by itself that no connection came about. What can also happen to one that stood (a reset, a
 * time-out while reading, an alert of TLS) says nothing.
 */
export function saysNotConnected(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError) return error.errors.length > 0 && error.errors.every(saysNotConnected);
  const call: unknown = Reflect.get(error, 'syscall');
  if (typeof call === 'string') return connectCalls.has(call);
  const code = Reflect.get(error, 'code') as unknown;
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || noTunnel.test(error.message)) return true;
  if (typeof code === 'string' && isCertificateCode(code)) return true;
  return saysNotConnected(error.cause);
}

/** What may be kept of an error: a parser's holds what it could not parse, which may be our own request sent back. */
export function causeOf(error: unknown): Error {
  const cause = error instanceof Error ? error : new Error(String(error));
  // One that the parser has no code for is of its kind all the same.
  return cause.name === 'HTTPParserError'
    ? Object.assign(new Error(cause.message), { code: codeOf(cause) ?? 'HPE_INVALID' })
    : cause;
}

/** Nothing of the request left this machine. */
export function notConnected(code: string | undefined, message: string, options?: ErrorOptions): ApiError {
  return new ApiError({ kind: 'network', phase: 'connect', message, ...(code !== undefined && { code }) }, options);
}
