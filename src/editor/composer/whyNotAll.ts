import * as vscode from 'vscode';
import { StoreError } from '../../engine/jobs/storeError.ts';
import type { SeriesEnd } from '../../engine/jobs/series.ts';
import { plain } from '../plain.ts';
import type { Service } from '../studio.ts';
import { explain, explainStore, submitFailureText } from '../words/failures.ts';
import { unknownFailure } from './failure.ts';
import { hostOf } from './serviceWords.ts';
import { sentences } from '../words/sentences.ts';

/**
 * Why a series ended before all of it was sent, as a sentence after how many were: so it never says that nothing was. `stays`: the
 * service is still the one that it was sent to.
 */
export function whyNotAll({ last, error }: SeriesEnd, service: Service, stays: boolean): string {
  if (error !== undefined) return notSent(errorText(error));
  if (last?.outcome === 'unknown') return unknownFailure().text;
  if (last?.outcome === 'rejected' && last.job.failure !== undefined)
    return vscode.l10n.t(
      'The next one: {0}',
      submitFailureText(last.job.failure, 'rejected', hostOf(service), last.job.draft.references),
    );
  if (last?.outcome !== 'withdrawn') return vscode.l10n.t('The next one was not accepted.');
  const { why } = last;
  switch (why.kind) {
    case 'problems': {
      const errors = why.problems.filter(({ severity }) => severity === 'error');
      return notSent(sentences(errors.map(({ message }) => message)));
    }
    case 'reference':
      return notSent(why.message);
    case 'failure': {
      const { what, todo } = explain(why.failure, hostOf(service));
      return notSent(sentences([what, todo]));
    }
    case 'stopped':
      return stays
        ? vscode.l10n.t('Stopped.')
        : vscode.l10n.t('The service was switched meanwhile. Look at it once more.');
    case 'alreadySent':
      return notSent(vscode.l10n.t('it was sent already, from here or from another window.'));
  }
}

function notSent(why: string): string {
  return vscode.l10n.t('The next one was not sent: {0}', why);
}

function errorText(error: unknown): string {
  if (!(error instanceof StoreError)) return plain(error instanceof Error ? error.message : String(error), 600);
  const { what, todo } = explainStore(error);
  return sentences([what, todo]);
}
