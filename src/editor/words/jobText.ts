import * as vscode from 'vscode';
import type { Remaining } from '../../engine/jobs/expectations.ts';
import { isActive, type Job, type Verdict } from '../../engine/jobs/job.ts';
import type { Wait } from '../../engine/jobs/submit.ts';
import { plain } from '../plain.ts';
import { credits, elapsed, number, seconds, timeOfDay } from './amounts.ts';
import { leftText } from './waits.ts';
import {
  explain,
  explainFolder,
  explainGeneration,
  failureInBrief,
  submitFailureText,
  type Explanation,
} from './failures.ts';
import type { Mend } from './troubles.ts';
import { sentences } from '../../shared/sentences.ts';

/** A job's name: the beginning of its prompt, at most `length` characters. */
export function titleOf(job: Job, length = 60): string {
  return plain(job.draft.prompt, length) || vscode.l10n.t('Untitled');
}

/**
 * What stands behind the title in the tree. `now` in ms since 1970; `marked`: say of a job of the sandbox that it is one; `remaining`: how
 * long it may still take.
 */
export function descriptionOf(job: Job, now: number, marked: boolean, remaining?: Remaining): string {
  const text = shortState(job, now, remaining);
  return marked && job.service === 'sandbox' ? vscode.l10n.t('sandbox · {0}', text) : text;
}

function shortState(job: Job, now: number, remaining: Remaining | undefined): string {
  const { draft, creditsCharged, service } = job;
  if (isActive(job)) {
    const state = job.status === undefined ? stateText(job) : vscode.l10n.t('“{0}”, still checking', stateText(job));
    const times = elapsed(now - (job.acceptedAt ?? job.createdAt));
    // What is in sight of a narrow row is how long it may take; that it is under way its icon shows.
    return remaining === undefined || job.status !== undefined
      ? `${state} · ${times}`
      : `${times} · ${leftText(remaining)} · ${state}`;
  }
  switch (job.state) {
    case 'succeeded': {
      // What the sandbox calls a charge is none.
      const charged = service === 'live' && creditsCharged !== undefined;
      const facts = [
        seconds(draft.duration),
        draft.aspectRatio,
        ...(charged ? [vscode.l10n.t('{0} cr', number(creditsCharged))] : []),
      ];
      const text = downloadText(job);
      const trouble = text === undefined ? [] : [text];
      const verdict = job.verdict === undefined ? [] : [verdictText(job.verdict)];
      return [...verdict, ...trouble, ...facts].join(' · ');
    }
    case 'failed':
      return vscode.l10n.t('failed: {0}', failureInBrief(job));
    case 'rejected':
      return vscode.l10n.t('refused: {0}', failureInBrief(job));
    case 'unknown':
      return vscode.l10n.t('unknown: may be charged');
    default:
      return stateText(job);
  }
}

/** The state as a word; a word of the service that we do not know is shown as it is. */
export function stateText(job: Job): string {
  const said = plain(job.status ?? '', 40);
  if (said !== '') return said;
  switch (job.state) {
    case 'submitting':
      return waitOf(job) === undefined ? vscode.l10n.t('sending') : vscode.l10n.t('waits to be sent');
    case 'queued':
      return vscode.l10n.t('queued');
    case 'processing':
      return vscode.l10n.t('processing');
    case 'succeeded':
      return vscode.l10n.t('ready');
    case 'failed':
      return vscode.l10n.t('failed');
    case 'cancelled':
      return vscode.l10n.t('cancelled');
    case 'rejected':
      return vscode.l10n.t('refused');
    case 'unknown':
      return vscode.l10n.t('unknown');
  }
}

/** What somebody thinks of a take, as a word. */
export function verdictText(verdict: Verdict): string {
  return verdict === 'keeper' ? vscode.l10n.t('chosen') : vscode.l10n.t('rejected');
}

/** True where the clip was downloaded and its user has put it away. */
export function isPutAway({ state, download }: Job): boolean {
  return state === 'succeeded' && download.state === 'none';
}

/** How the download stands, where there is something to say of it. */
export function downloadText({ download }: Job): string | undefined {
  switch (download.state) {
    case 'done':
      return download.aside === undefined ? undefined : vscode.l10n.t('kept aside');
    case 'failed':
      return vscode.l10n.t('not downloaded');
    case 'pending':
      return download.reason === undefined ? vscode.l10n.t('downloading') : vscode.l10n.t('download waits');
    case 'none':
      return vscode.l10n.t('no file');
    case 'placing':
      return vscode.l10n.t('downloading');
  }
}

/** Why a job is where it is, in sentences, with what is known of the charge, and what can be done about it by one press. */
export interface Reason {
  readonly text: string;
  readonly mend?: Mend;
}

/** Undefined where there is nothing to explain. */
export function reasonOf(job: Job): Reason | undefined {
  const host = hostOf(job);
  if (job.state === 'failed') {
    const { what, todo, trouble, mend } = explainGeneration(job.error, host);
    const fresh = trouble === 'media' || trouble === 'failed' ? freshLinks(job) : undefined;
    return reason(sentences([what, chargeText(job), fresh ?? todo]), mend);
  }
  if ((job.state === 'rejected' || job.state === 'unknown') && job.failure !== undefined) {
    const { references } = job.draft;
    const text = submitFailureText(job.failure, job.state, host, references);
    // What was not accepted can be sent once more when it is mended; what may have been has a view of its own.
    return reason(text, job.state === 'rejected' ? explain(job.failure, host, references).mend : undefined);
  }
  if (job.state === 'unknown') {
    return reason(
      vscode.l10n.t(
        'No answer of {0} was written down; the window that sent it may have closed. The request was sent, so it may have been charged.',
        host,
      ),
    );
  }
  if (job.state === 'succeeded') return reasonOfDownload(job);
  const wait = waitOf(job);
  if (wait !== undefined) return reason(waitingText(wait, host));
  if (isActive(job) && job.pollFailure !== undefined) {
    const explanation = explain(job.pollFailure, host);
    const { what, todo, passes, mend } = explanation;
    const next = isInTheWay(explanation) ? todo : vscode.l10n.t('It is looked at again by itself.');
    const text = vscode.l10n.t('Accepted; still checking. The last look failed: {0} {1}', what, next);
    return reason(text, passes ? undefined : mend);
  }
  if (isActive(job) && job.status !== undefined) {
    return reason(
      vscode.l10n.t(
        '{0} says “{1}” of it, which this version does not know. It is still looked at; the diagnostics help to find out why.',
        host,
        stateText(job),
      ),
    );
  }
  return undefined;
}

/** Why a job that was to be sent waits. */
function waitOf({ state, pollFailure, pollAt }: Job): Wait | undefined {
  return state === 'submitting' && pollFailure !== undefined ? { failure: pollFailure, until: pollAt ?? 0 } : undefined;
}

/** The same in sentences. */
export function waitingText({ failure, until }: Wait, host: string): string {
  const { what } = explain(failure, host);
  return sentences([what, vscode.l10n.t('It was not accepted, and is sent again by itself at {0}.', timeOfDay(until))]);
}

function reasonOfDownload(job: Job): Reason | undefined {
  const { download } = job;
  const kept = vscode.l10n.t('The clip is still at the service, which keeps it only for a while.');
  // One without an id at the service has nothing there.
  const there = job.requestId === undefined ? [] : [kept];
  const trouble =
    download.state === 'failed' ? download.trouble : download.state === 'done' ? download.aside : undefined;
  if (trouble !== undefined) {
    const { what, todo, mend } = explainFolder(trouble, folderOf(job));
    const file = download.state === 'done' ? download.file : job.kept?.file;
    const here = file === undefined ? undefined : vscode.l10n.t('Until then the clip is here: {0}', pathOf(file));
    return reason(sentences([what, todo, ...(here === undefined ? there : [here])]), mend);
  }
  if (download.state === 'failed')
    return job.requestId === undefined
      ? reason(
          sentences([download.reason, vscode.l10n.t('Look for it at the service itself.')]),
          job.service === 'live' ? 'openService' : undefined,
        )
      : reason(
          sentences([
            download.reason,
            vscode.l10n.t('Read in the log what is in the way, then choose “Download Again”.'),
            kept,
          ]),
          'showLog',
        );
  if (download.state !== 'pending' || download.reason === undefined) return undefined;
  const asked = job.pollFailure && explain(job.pollFailure, hostOf(job));
  if (asked !== undefined && isInTheWay(asked)) return reason(sentences([asked.what, asked.todo, kept]), asked.mend);
  return reason(
    vscode.l10n.t(
      '{0} It is tried again by itself. The clip is still at the service, which keeps it only for a while.',
      asked?.what ?? download.reason,
    ),
  );
}

/** What to do is said for a create; to a look it fits only where something is in the way of all requests. */
function isInTheWay({ trouble, mend, passes }: Explanation): boolean {
  return !passes && (mend !== undefined || trouble === 'certificate');
}

function reason(text: string, mend?: Mend): Reason {
  return { text, ...(mend !== undefined && { mend }) };
}

/** The folder for the job's clip, as people name it. */
export function folderOf({ folder }: Job): string {
  return vscode.workspace.asRelativePath(vscode.Uri.parse(folder));
}

/** Where a file is, as people write it. */
function pathOf(uri: string): string {
  const parsed = vscode.Uri.parse(uri);
  return plain(parsed.scheme === 'file' ? parsed.fsPath : parsed.toString(true), 300);
}

/** A link that ended before the service came for it makes a job fail: its files can have new ones, at the price of another job. */
function freshLinks({ service, draft }: Job): string | undefined {
  if (service !== 'live' || !draft.references.some(({ source }) => source.type === 'file')) return undefined;
  return vscode.l10n.t(
    'If a reference could not be fetched, “Make Again…” brings it there anew. It is a new, paid job.',
  );
}

/** What was charged, as far as the service said. */
export function chargeText(job: Job): string {
  if (job.service === 'sandbox') return vscode.l10n.t('Nothing was charged: it is the sandbox.');
  if (job.state === 'unknown' && job.notCharged !== true) return vscode.l10n.t('It may have been charged.');
  if (job.creditsCharged === undefined) return vscode.l10n.t('No charge was reported.');
  return vscode.l10n.t('Charged {0}.', credits(job.creditsCharged));
}

/** The service's name in sentences. */
export function hostOf(job: Job): string {
  return job.service === 'sandbox' ? vscode.l10n.t('The sandbox') : new URL(job.baseUrl).host;
}
