import * as l10n from '@vscode/l10n';
import { codeOf } from '../api/connectFailure.ts';

/**
 * Why a stranger cannot fetch what a URL names. `notPublic`: not https, or this machine or a private network. `missing`: 404, 410.
 * `forbidden`: 401, 403, 407. `page`: a web page came instead of a file. `unreachable`: no such name, refused, TLS, time.
 * `busy`: every other status.
 */
export type UnfetchableKind = 'notPublic' | 'missing' | 'forbidden' | 'page' | 'unreachable' | 'busy';

/** A URL that cannot be fetched. `message` is a sentence in the user's language; it never holds the URL's query. */
export class Unfetchable extends Error {
  override readonly name = 'Unfetchable';
  readonly kind: UnfetchableKind;
  /** The HTTP status, where it is why. */
  readonly status?: number;

  constructor(kind: UnfetchableKind, message: string, options?: ErrorOptions & { readonly status?: number }) {
    super(message, options);
    this.kind = kind;
    if (options?.status !== undefined) this.status = options.status;
  }
}

/** The URL is none, or its host is not public. */
export function notPublic(host: string, options?: ErrorOptions): Unfetchable {
  return new Unfetchable('notPublic', l10n.t('{0} is not a public https:// address. Give one that is.', host), options);
}

/** A web page came where a file was expected. */
export function webPage(host: string): Unfetchable {
  return new Unfetchable(
    'page',
    l10n.t('{0} answers with a web page, perhaps a login. Give the URL of the file itself.', host),
  );
}

/** The host was asked and its reply is no file. */
export function refused(host: string, status: number): Unfetchable {
  if (status === 404 || status === 410) {
    const message = l10n.t('There is no such file at {0} ({1}). Check the URL.', host, status);
    return new Unfetchable('missing', message, { status });
  }
  if (status === 401 || status === 403 || status === 407) {
    const message = l10n.t(
      '{0} does not give this file to everybody ({1}). Make it public, or give another URL.',
      host,
      status,
    );
    return new Unfetchable('forbidden', message, { status });
  }
  const message = l10n.t('{0} does not give the file now ({1}). Try again later.', host, status);
  return new Unfetchable('busy', message, { status });
}

/** No reply came, or not all of it. */
export function unreachable(host: string, cause: unknown): Unfetchable {
  if (isTimeout(cause))
    return new Unfetchable('unreachable', l10n.t('{0} does not answer in time. Try again later.', host), { cause });
  if (isNotPublic(cause)) return notPublic(host, { cause });
  const code = codeOf(cause);
  const message =
    code === undefined
      ? l10n.t('{0} cannot be reached. Check the URL and the network.', host)
      : l10n.t('{0} cannot be reached ({1}). Check the URL and the network.', host, code);
  return new Unfetchable('unreachable', message, { cause });
}

/** The host sends from address to address without end. */
export function circling(host: string): Unfetchable {
  return new Unfetchable(
    'unreachable',
    l10n.t('{0} sends from address to address. Give the URL of the file itself.', host),
  );
}

function isTimeout(cause: unknown): boolean {
  return cause instanceof Error && /^(TimeoutError|(Headers|Body|Connect)TimeoutError)$/.test(cause.name);
}

/** As the transport words it where a stranger's name or address leads inside. */
function isNotPublic(cause: unknown): boolean {
  return cause instanceof Error && cause.message.endsWith('not public');
}
