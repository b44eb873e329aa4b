import * as vscode from 'vscode';
import { isActive, type Job } from '../../engine/jobs/job.ts';
import type { Card, CardState, LibraryAction } from '../../shared/libraryMessages.ts';
import { whyNotRevealed } from '../outside.ts';
import { plain } from '../plain.ts';
import { credits, seconds } from '../words/amounts.ts';
import { downloadText, folderOf, reasonOf, stateText, titleOf } from '../words/jobText.ts';
import { modelName } from '../words/modelName.ts';
import { sentences } from '../words/sentences.ts';
import { windowUri } from './windowUri.ts';

/** Characters of a prompt that are searched: far more than are written. */
const searched = 2000;

/** What a card shows of a job. `missing`: its file is not where it was; `toPage` makes a URI that the page may load, of the file as it is now. */
export function cardOf(job: Job, missing: boolean, toPage: (uri: vscode.Uri) => vscode.Uri): Card {
  const { draft, download, verdict } = job;
  const file = download.state === 'done' ? vscode.Uri.parse(download.file) : undefined;
  const state = stateOf(job, missing);
  const note = state === 'missing' ? missingNote(file) : reasonOf(job)?.text;
  return {
    id: job.id,
    title: titleOf(job, 120),
    prompt: plain(draft.prompt, searched),
    name: plain(file === undefined ? job.fileName : nameOf(file), 120),
    model: modelName(draft.model),
    state,
    stateText: wordsOf(job, state),
    ...(verdict !== undefined && { verdict }),
    createdAt: job.createdAt,
    folder: plain(
      file === undefined ? folderOf(job) : vscode.workspace.asRelativePath(vscode.Uri.joinPath(file, '..')),
      200,
    ),
    facts: factsOf(job),
    duration: draft.duration,
    credits: job.service === 'live' ? (job.creditsCharged ?? 0) : 0,
    ...(file !== undefined && state === 'ready' && inPage(file, toPage(file))),
    ...(note !== undefined && { note }),
    actions: actionsFor(job, state, file),
  };
}

/** What can be done with a clip: the page offers it, and the host does no more. */
export function actionsFor(job: Job, state: CardState, file: vscode.Uri | undefined): LibraryAction[] {
  const canFetch = job.state === 'succeeded' && (state === 'missing' || state === 'failed');
  const canReveal = file !== undefined && whyNotRevealed(file) === undefined;
  return [
    ...(state === 'ready' ? (['open', 'compare', 'copyMarkdown', 'copyHtml'] as const) : []),
    ...(state === 'ready' && canReveal ? (['reveal'] as const) : []),
    ...(state === 'missing' || (state === 'failed' && job.former !== undefined) ? (['find'] as const) : []),
    ...(canFetch ? (['download'] as const) : []),
    ...(state === 'failed' ? (['whatNow'] as const) : []),
    ...(isActive(job) ? [] : (['again'] as const)),
    ...(job.state === 'submitting' ? [] : (['remove'] as const)),
  ];
}

function stateOf(job: Job, missing: boolean): CardState {
  if (isActive(job)) return 'making';
  if (job.state !== 'succeeded') return 'failed';
  switch (job.download.state) {
    case 'done':
      return missing ? 'missing' : 'ready';
    case 'none':
      return 'missing';
    case 'failed':
      return 'failed';
    default:
      return 'making';
  }
}

function wordsOf(job: Job, state: CardState): string {
  if (state === 'missing') return vscode.l10n.t('file missing');
  return job.state === 'succeeded' ? (downloadText(job) ?? stateText(job)) : stateText(job);
}

function missingNote(file: vscode.Uri | undefined): string {
  const what =
    file === undefined
      ? vscode.l10n.t('The clip was put into the trash.')
      : vscode.l10n.t('The clip is not there any more: {0}.', plain(vscode.workspace.asRelativePath(file), 300));
  const todo = vscode.l10n.t(
    'Look for it if it was moved, or download it again: the service keeps it only for a while, and that costs nothing.',
  );
  return sentences([what, todo]);
}

function factsOf({ draft, service, creditsCharged }: Job): string {
  return [
    seconds(draft.duration),
    plain(draft.aspectRatio, 20),
    plain(draft.resolution, 20),
    ...(service === 'sandbox' ? [vscode.l10n.t('sandbox')] : []),
    ...(service === 'live' && creditsCharged !== undefined ? [credits(creditsCharged)] : []),
  ].join(' · ');
}

function inPage(file: vscode.Uri, uri: vscode.Uri): Pick<Card, 'source' | 'file'> {
  return { source: uri.toString(), file: windowUri(file, uri) };
}

function nameOf({ path }: vscode.Uri): string {
  return path.split('/').at(-1) ?? '';
}
