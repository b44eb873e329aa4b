import * as vscode from 'vscode';
import { isActive, isPollable, type Download, type Job, type JobState } from '../../engine/jobs/job.ts';
import { Command } from '../contributions.ts';
import { literal, plain } from '../plain.ts';
import { dateTime } from '../words/amounts.ts';
import { chargeText, descriptionOf, reasonOf, stateText, titleOf } from '../words/jobText.ts';

const icons: Readonly<Record<JobState, readonly [icon: string, color?: string]>> = {
  submitting: ['cloud-upload'],
  queued: ['clock'],
  processing: ['loading~spin'],
  succeeded: ['play-circle', 'testing.iconPassed'],
  failed: ['warning', 'list.warningForeground'],
  cancelled: ['circle-slash', 'disabledForeground'],
  rejected: ['error', 'list.errorForeground'],
  unknown: ['question', 'list.warningForeground'],
};

/** Leaves room for the state and its time in a sidebar of the usual width. */
const titleLength = 22;

/** A job's row in the tree. `now` in ms since 1970; `marked`: say of a job of the sandbox that it is one. */
export function jobItem(job: Job, now: number, marked = true): vscode.TreeItem {
  const item = new vscode.TreeItem(titleOf(job, titleLength));
  item.id = job.id;
  item.description = descriptionOf(job, now, marked);
  item.tooltip = tooltip(job);
  item.contextValue = abilities(job).join(' ');
  item.iconPath = icon(job);
  item.accessibilityInformation = { label: `${titleOf(job)}, ${descriptionOf(job, now, marked)}`, role: 'treeitem' };
  if (job.download.state === 'done')
    item.command = { command: Command.preview, title: vscode.l10n.t('Open Preview'), arguments: [job.id] };
  else if (wantsSomebody(job))
    item.command = { command: Command.whatNow, title: vscode.l10n.t('What Now?'), arguments: [job.id] };
  return item;
}

/** What can be done with a job, as words that the menus of package.json ask for. */
export function abilities(job: Job): string[] {
  const { download } = job;
  return [
    'job',
    ...(isPollable(job) ? ['cancel'] : []),
    ...(download.state === 'done' ? ['preview'] : []),
    ...(download.state === 'failed' || (download.state === 'pending' && download.reason !== undefined)
      ? ['download']
      : []),
    ...(isHomeless(download) ? ['chooseFolder'] : []),
    ...(wantsSomebody(job) ? ['whatNow'] : []),
    ...(isActive(job) ? [] : ['again']),
    ...(job.requestId === undefined ? [] : ['request']),
    ...(job.outputUrl === undefined ? [] : ['output']),
    ...(job.state === 'submitting' ? [] : ['remove']),
  ];
}

/** There is something to know or to do about it; a look that failed and comes right by itself is in the tooltip. */
function wantsSomebody(job: Job): boolean {
  const reason = reasonOf(job);
  return reason !== undefined && (!isActive(job) || reason.mend !== undefined);
}

/** Another folder would help: its own did not take the clip, or has not by now. */
function isHomeless(download: Download): boolean {
  return (
    download.state === 'failed' ||
    (download.state === 'pending' && download.reason !== undefined) ||
    (download.state === 'done' && download.aside !== undefined)
  );
}

function icon(job: Job): vscode.ThemeIcon {
  const { state, download } = job;
  const failedDownload = state === 'succeeded' && download.state === 'failed';
  if (download.state === 'done' && download.aside !== undefined)
    return new vscode.ThemeIcon('play-circle', new vscode.ThemeColor('list.warningForeground'));
  const [name, color] = failedDownload ? (['cloud-download', 'list.warningForeground'] as const) : icons[job.state];
  return color === undefined ? new vscode.ThemeIcon(name) : new vscode.ThemeIcon(name, new vscode.ThemeColor(color));
}

/** Everything there is to know, as text: whatever strangers wrote is appended unread. */
function tooltip(job: Job): vscode.MarkdownString {
  const { draft } = job;
  const text = new vscode.MarkdownString();
  text.appendMarkdown(literal(draft.prompt, 1000)).appendMarkdown('\n\n---\n\n');
  const reason = reasonOf(job);
  if (reason !== undefined) text.appendMarkdown(literal(reason.text)).appendMarkdown('\n\n');
  for (const [name, value] of facts(job))
    text.appendMarkdown(`- ${literal(plain(`${name}: ${value}`, 400), Infinity)}\n`);
  return text;
}

function facts(job: Job): (readonly [name: string, value: string])[] {
  const { draft, download } = job;
  return [
    [vscode.l10n.t('State'), stateText(job)],
    [vscode.l10n.t('Model'), draft.model],
    [
      vscode.l10n.t('Settings'),
      `${draft.aspectRatio} · ${vscode.l10n.t('{0} s', draft.duration)} · ${draft.resolution}`,
    ],
    ...(draft.references.length === 0
      ? []
      : [[vscode.l10n.t('References'), draft.references.map(({ name }) => name).join(', ')] as const]),
    [vscode.l10n.t('Charge'), chargeText(job)],
    [vscode.l10n.t('Made'), dateTime(job.createdAt)],
    ...(job.endedAt === undefined ? [] : [[vscode.l10n.t('Ended'), dateTime(job.endedAt)] as const]),
    ...(download.state === 'done'
      ? [[vscode.l10n.t('File'), vscode.workspace.asRelativePath(vscode.Uri.parse(download.file))] as const]
      : []),
    ...(job.requestId === undefined ? [] : [[vscode.l10n.t('Request id'), job.requestId] as const]),
    [vscode.l10n.t('Job id'), job.id],
  ];
}
