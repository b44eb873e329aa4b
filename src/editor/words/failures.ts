import * as vscode from 'vscode';
import type { ApiFailure } from '../../engine/api/failure.ts';

/** What a failed call means: what happened, and what to do. Says nothing about charges; who calls knows what the call was for. */
export function failureText(failure: ApiFailure, host: string): string {
  switch (failure.kind) {
    case 'unauthorized':
      return failure.status === 0
        ? vscode.l10n.t('No API key is set for {0}. Set it with “Seedance: Set API Key”.', host)
        : vscode.l10n.t(
            '{0} does not accept the API key{1}. Set another with “Seedance: Set API Key”.',
            host,
            said(failure),
          );
    case 'rejected':
      return vscode.l10n.t('{0} refused the request{1}. Change what it names, then generate.', host, said(failure));
    case 'rateLimited':
      return failure.retryAfter === undefined
        ? vscode.l10n.t('{0} takes no more requests for now. Wait a little.', host)
        : vscode.l10n.t('{0} takes no more requests for now. Wait {1} s.', host, Math.ceil(failure.retryAfter / 1000));
    case 'server':
      return vscode.l10n.t('{0} has an error of its own ({1}){2}.', host, failure.status, said(failure));
    case 'network':
      return failure.phase === 'connect'
        ? vscode.l10n.t(
            '{0} cannot be reached ({1}). Check the connection and the proxy settings.',
            host,
            failure.code ?? failure.message,
          )
        : vscode.l10n.t('The connection to {0} broke off before it answered.', host);
    case 'badReply':
      return vscode.l10n.t('{0} answered something that cannot be read ({1}).', host, failure.status);
  }
}

/** Why a submit left nothing behind or something in the open, with what is known of the charge. Never that something was refunded. */
export function submitFailureText(
  failure: ApiFailure,
  outcome: 'withdrawn' | 'rejected' | 'unknown',
  host: string,
): string {
  const what = failureText(failure, host);
  switch (outcome) {
    case 'withdrawn':
      return vscode.l10n.t('{0} Nothing was sent, so nothing was charged.', what);
    case 'rejected':
      return vscode.l10n.t('{0} It was not accepted, and no charge was reported.', what);
    case 'unknown':
      return vscode.l10n.t('{0} The request was sent, so it may have been charged.', what);
  }
}

/** The service's own words, as a part of a sentence. */
function said(failure: { readonly code?: string; readonly message?: string }): string {
  const words = failure.message ?? failure.code;
  return words === undefined ? '' : vscode.l10n.t(': “{0}”', words.replace(/[.\s]+$/, ''));
}
