import * as vscode from 'vscode';
import type { ApiFailure } from '../../engine/api/failure.ts';
import { troubleOf, troubleOfGeneration } from '../../engine/api/trouble.ts';
import type { FolderTrouble } from '../../engine/downloads/folderTrouble.ts';
import type { GenerationError, Job } from '../../engine/jobs/job.ts';
import type { StoreError } from '../../engine/jobs/storeError.ts';
import type { Reference } from '../../shared/draft.ts';
import { plain } from '../plain.ts';
import { sentences } from './sentences.ts';
import { troubleWords, type Mend, type Trouble, type TroubleFacts } from './troubles.ts';

/** A failure as people read it. */
export interface Explanation {
  readonly trouble: Trouble;
  readonly what: string;
  readonly todo: string;
  readonly mend?: Mend;
  /** It passes by itself. */
  readonly passes: boolean;
}

/** What a failed call means. Says nothing about charges; who calls knows what the call was for. `references`: of a draft that was sent. */
export function explain(failure: ApiFailure, host: string, references?: readonly Reference[]): Explanation {
  const trouble = troubleOf(failure);
  // What stands in the reply to an unreadable or an own failure are our words, not the service's.
  const quotable = failure.kind !== 'network' && trouble !== 'unreadable' && trouble !== 'own';
  return inWords(trouble, {
    host,
    said: quotable ? said(failure) : '',
    code: codeOf(failure),
    ...(references !== undefined && referenceFacts(failure, references)),
    ...(failure.kind === 'rateLimited' &&
      failure.retryAfter !== undefined && { wait: Math.ceil(failure.retryAfter / 1000) }),
  });
}

/** Why a generation failed that the service had accepted. */
export function explainGeneration(error: GenerationError | undefined, host: string): Explanation {
  return inWords(troubleOfGeneration(error), { host, said: said(error ?? {}), code: '' });
}

/** Why the database of jobs cannot be used. Says nothing about charges: nothing is sent that is not in it. */
export function explainStore({ trouble, cause }: StoreError): Explanation {
  const code = cause instanceof Error ? plain(cause.message, 120) : '';
  return inWords(`store ${trouble}`, { host: '', said: '', code });
}

/** The same in sentences, with what that says of charges. */
export function storeText(error: StoreError): string {
  const { what, todo } = explainStore(error);
  const charge = vscode.l10n.t('Nothing new was sent or charged; what was sent before goes on at the service.');
  return sentences([what, charge, todo]);
}

/** Why a folder did not take a clip. `folder`: as people name it. */
export function explainFolder(trouble: FolderTrouble, folder: string): Explanation {
  return inWords(`folder ${trouble}`, { host: '', said: '', code: '', folder: plain(folder, 120) });
}

/** Why a job failed or was not accepted, in the few words that a row has room for: ours, else the service's, else its code. */
export function failureInBrief({ error, failure }: Job): string {
  const trouble = failure === undefined ? troubleOfGeneration(error) : troubleOf(failure);
  const { code, message }: GenerationError = failure ?? error ?? {};
  const own = troubleWords[trouble].brief?.() ?? plain(message ?? code ?? failure?.kind ?? '', 80);
  return own || vscode.l10n.t('no reason given');
}

/** A failed call in two sentences. */
export function failureText(failure: ApiFailure, host: string): string {
  const { what, todo } = explain(failure, host);
  return sentences([what, todo]);
}

/** Why a submit left nothing behind or something in the open, with what is known of the charge. Never that something was refunded. */
export function submitFailureText(
  failure: ApiFailure,
  outcome: 'withdrawn' | 'rejected' | 'unknown',
  host: string,
  references?: readonly Reference[],
): string {
  const { what, todo } = explain(failure, host, references);
  switch (outcome) {
    case 'withdrawn':
      return sentences([what, vscode.l10n.t('Nothing was sent, so nothing was charged.'), todo]);
    case 'rejected':
      return sentences([what, vscode.l10n.t('The job was not accepted, and no charge was reported.'), todo]);
    case 'unknown':
      // To wait or to mend and go on is no advice here: the next press may pay a second time.
      return sentences([what, vscode.l10n.t('The request was sent, so it may have been charged.')]);
  }
}

function inWords(trouble: Trouble, facts: TroubleFacts): Explanation {
  const { what, todo, mend, passes = false } = troubleWords[trouble];
  return { trouble, what: what(facts), todo: todo(facts), passes, ...(mend !== undefined && { mend }) };
}

/** The service counts references from 0; people know them by their names and the numbers in the composer. */
function referenceFacts(failure: ApiFailure, references: readonly Reference[]): Partial<TroubleFacts> {
  const index = /\bmediaUrls\[(\d{1,3})\]/.exec(failure.message ?? '')?.[1];
  const named = index === undefined ? undefined : references[Number(index)];
  return {
    textOnly: references.length === 0,
    ...(named !== undefined && {
      reference: vscode.l10n.t('{0}, “{1}”', Number(index) + 1, plain(named.name, 100)),
    }),
  };
}

function codeOf(failure: ApiFailure): string {
  if (failure.kind !== 'network') return failure.status === 0 ? plain(failure.message ?? '') : String(failure.status);
  return plain(failure.code ?? failure.message, 120);
}

/** The service's own words, as a part of a sentence. */
function said({ code, message }: GenerationError): string {
  const words = plain(message ?? code ?? '', 300).replace(/[.\s]+$/, '');
  return words === '' ? '' : vscode.l10n.t(': “{0}”', words);
}
