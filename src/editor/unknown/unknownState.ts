import * as vscode from 'vscode';
import { isActive, type Job } from '../../engine/jobs/job.ts';
import type { Fact } from '../../shared/previewMessages.ts';
import type { UnknownState } from '../../shared/unknownMessages.ts';
import { plain } from '../plain.ts';
import { credits, dateTime, list, number, seconds } from '../words/amounts.ts';
import { explain } from '../words/failures.ts';
import { chargeText, hostOf, stateText, titleOf } from '../words/jobText.ts';
import { modelName } from '../words/modelName.ts';
import { sentences } from '../../shared/sentences.ts';

/** Where a create is sent, below the service's origin. */
const path = '/api/open/v1/video/generations';

/** All that the page shows of a job. `lastCharge`: what the last job with the same settings was charged, credits. */
export function unknownState(job: Job, lastCharge: number | undefined): UnknownState {
  const host = hostOf(job);
  const open = job.state === 'unknown';
  return {
    jobId: job.id,
    title: titleOf(job, 120),
    open,
    summary: open ? openSummary(job, host) : sentences([answerOf(job, host), chargeText(job)]),
    notKnown: isAnswered(job)
      ? vscode.l10n.t(
          'Whether {0} took the request, and whether it charged for it. Its answer names no job to ask it by.',
          host,
        )
      : vscode.l10n.t(
          'Whether {0} took the request, and whether it charged for it. Without an answer there is nothing to ask it by.',
          host,
        ),
    known: known(job, host, lastCharge),
    sent: sentFacts(job),
    details: details(job),
  };
}

/** A text to send to the service's support; never a key, the prompt only on request. */
export function supportMessage(job: Job, withPrompt: boolean): string {
  const { draft, sentAt, createdAt } = job;
  return [
    isAnswered(job)
      ? vscode.l10n.t('A request of mine was answered with an error. Was it accepted all the same, and was it charged?')
      : vscode.l10n.t('A request of mine got no answer. Was it accepted, and was it charged?'),
    '',
    vscode.l10n.t('Job id (in the request’s metadata as “seedanceStudioJob”): {0}', job.id),
    vscode.l10n.t('Sent (UTC): {0}', new Date(sentAt ?? createdAt).toISOString()),
    vscode.l10n.t('To: {0}', `POST ${new URL(path, job.baseUrl).href}`),
    vscode.l10n.t('Settings: {0}', `${draft.model}, ${settings(job)}`),
    vscode.l10n.t('References: {0}', number(draft.references.length)),
    vscode.l10n.t('What came back: {0}', cameBack(job, hostOf(job))),
    ...(withPrompt ? [vscode.l10n.t('Prompt: {0}', draft.prompt)] : []),
  ].join('\n');
}

function openSummary(job: Job, host: string): string {
  if (job.service === 'sandbox')
    return vscode.l10n.t('It was sent to the sandbox, and no answer came. Nothing is charged there.');
  return isAnswered(job)
    ? vscode.l10n.t(
        'It was sent to {0}, and the answer does not tell what became of it. It may have been charged.',
        host,
      )
    : vscode.l10n.t('It was sent to {0}, and no answer tells what became of it. It may have been charged.', host);
}

/** Something came back, though nothing that says what became of it. */
function isAnswered({ failure }: Job): boolean {
  return failure !== undefined && failure.kind !== 'network';
}

function answerOf(job: Job, host: string): string {
  if (job.state === 'rejected') return vscode.l10n.t('The answer came after all: {0} did not take it.', host);
  return isActive(job)
    ? vscode.l10n.t('The answer came after all: {0} took it, and the job goes on.', host)
    : vscode.l10n.t('The answer came after all: {0} took it. The job is: {1}.', host, stateText(job));
}

function cameBack({ failure }: Job, host: string): string {
  return failure === undefined
    ? vscode.l10n.t('No answer of {0} was written down; the window that sent it may have closed.', host)
    : explain(failure, host).what;
}

function known(job: Job, host: string, lastCharge: number | undefined): Fact[] {
  const at = dateTime(job.sentAt ?? job.createdAt);
  return [
    { name: vscode.l10n.t('Sent'), value: vscode.l10n.t('{0}, to {1}', at, host) },
    ...(job.state === 'unknown' ? [{ name: vscode.l10n.t('What came back'), value: cameBack(job, host) }] : []),
    ...(lastCharge === undefined || job.service === 'sandbox'
      ? []
      : [
          {
            name: vscode.l10n.t('Price'),
            value: vscode.l10n.t('About {0} (last time for these settings)', credits(lastCharge)),
          },
        ]),
    { name: vscode.l10n.t('Job id'), value: job.id },
  ];
}

function sentFacts(job: Job): Fact[] {
  const { draft } = job;
  return [
    { name: vscode.l10n.t('Prompt'), value: draft.prompt, wide: true },
    { name: vscode.l10n.t('Model'), value: modelName(draft.model, 200) },
    { name: vscode.l10n.t('Settings'), value: settings(job) },
    ...(draft.references.length === 0
      ? []
      : [{ name: vscode.l10n.t('References'), value: list(draft.references.map(({ name }) => plain(name))) }]),
  ];
}

function details({ baseUrl, failure, requestId, owner }: Job): Fact[] {
  const code = failure !== undefined && 'code' in failure ? failure.code : undefined;
  const state = failure !== undefined && 'status' in failure ? failure.status : failure?.phase;
  const words = [failure?.kind, state, code, failure?.message].filter((word) => word !== undefined).join(' · ');
  return [
    { name: vscode.l10n.t('Request'), value: `POST ${new URL(path, baseUrl).href}` },
    ...(words === '' ? [] : [{ name: vscode.l10n.t('Failure'), value: plain(words, 400) }]),
    ...(requestId === undefined ? [] : [{ name: vscode.l10n.t('Request id'), value: plain(requestId, 300) }]),
    { name: vscode.l10n.t('Window'), value: owner },
  ];
}

function settings({ draft }: Job): string {
  return `${draft.aspectRatio} · ${seconds(draft.duration)} · ${draft.resolution}`;
}
