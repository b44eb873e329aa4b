import * as vscode from 'vscode';
import type { ApiFailure } from '../../engine/api/failure.ts';
import { StoreError } from '../../engine/jobs/storeError.ts';
import type { Reference } from '../../shared/draft.ts';
import { UserError } from '../commands.ts';
import { plain } from '../plain.ts';
import type { Service } from '../studio.ts';
import { explain, explainFolder, explainStore, submitFailureText } from '../words/failures.ts';
import { sentences } from '../../shared/sentences.ts';
import type { Mend } from '../words/troubles.ts';
import { hostOf } from './serviceWords.ts';

/** What stopped a Generate, with what is known of the charge, and what mends it by one press. */
export interface Failure {
  readonly text: string;
  readonly mend?: Mend;
}

/** What the service, or the way to it, had against it. */
export function callFailure(
  failure: ApiFailure,
  outcome: 'withdrawn' | 'rejected',
  service: Service,
  references?: readonly Reference[],
): Failure {
  const host = hostOf(service);
  const { mend } = explain(failure, host, references);
  return { text: submitFailureText(failure, outcome, host, references), ...(mend !== undefined && { mend }) };
}

/** Something of this machine, before anything was sent. */
export function thrownFailure(error: unknown): Failure {
  if (error instanceof StoreError) {
    const { what, todo, mend } = explainStore(error);
    const charge = vscode.l10n.t('Nothing was sent, so nothing was charged.');
    return { text: sentences([what, charge, todo]), ...(mend !== undefined && { mend }) };
  }
  const message = plain(error instanceof Error ? error.message : String(error), 600);
  return {
    text: vscode.l10n.t('Nothing was sent: {0}', message),
    mend: error instanceof UserError ? 'openSettings' : 'showLog',
  };
}

/** A clip could not be kept in this folder, as a file stands in its place. */
export function blockedFolder(folder: vscode.Uri): Failure {
  const { what, todo } = explainFolder('blocked', vscode.workspace.asRelativePath(folder));
  const charge = vscode.l10n.t('Nothing was sent, so nothing was charged.');
  return { text: sentences([what, charge, todo]), mend: 'openSettings' };
}

/** A reference did not get to where the service could fetch it. `why` says what happened, and what to do. */
export function notBrought(why: string, service: Service): Failure {
  const text = sentences([why, vscode.l10n.t('Nothing was sent, so nothing was charged.')]);
  return { text, ...(service.kind === 'live' && { mend: 'setUpHosting' }) };
}

export function noKey(service: Service): Failure {
  return {
    text: vscode.l10n.t('A key is needed to generate with {0}. Nothing was sent.', hostOf(service)),
    mend: 'setKey',
  };
}

/** One of several clips has no answer: the others are not sent after it by themselves. */
export function unknownFailure(): Failure {
  return {
    text: vscode.l10n.t('What became of the last of them is unknown, and it may have been charged: see its job.'),
    mend: 'showJobs',
  };
}

export function alreadySent(): Failure {
  return {
    text: vscode.l10n.t(
      'This draft was sent already, from here or from another window; see its job. To make one more, choose “Make Again” there.',
    ),
    mend: 'showJobs',
  };
}
