import * as vscode from 'vscode';
import type { Remaining } from '../../engine/jobs/expectations.ts';
import { isActive, isPollable, type Download, type Job, type JobState } from '../../engine/jobs/job.ts';
import { Command } from '../contributions.ts';
import { literal, plain } from '../plain.ts';
import { descriptionOf, isPutAway, reasonOf, titleOf } from '../words/jobText.ts';
import type { Shot } from './jobRows.ts';
import { shotElement } from './shotElement.ts';
import { dimmed } from './rejectedRows.ts';
import { counted, number } from '../words/amounts.ts';

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

/** What is told of a job in its row beside itself: what it has to be told apart from, and what is expected of it. */
export interface Neighbours {
  /** The shot below whose row it stands. */
  readonly shot?: Shot;
  /** How long it may still take. */
  readonly remaining?: Remaining;
  /** Another row has the same title: what it is made from says which it is. */
  readonly named?: boolean;
}

/** A job's row in the tree. `now` in ms since 1970; `marked`: say of a job of the sandbox that it is one. */
export function jobItem(
  job: Job,
  now: number,
  marked = true,
  { shot, named = false, remaining }: Neighbours = {},
): vscode.TreeItem {
  const take = shot === undefined ? undefined : takeText(job, shot);
  const item = new vscode.TreeItem(take ?? labelOf(job, named));
  item.id = job.id;
  item.description = descriptionOf(job, now, marked, remaining);
  item.contextValue = abilities(job).join(' ');
  item.iconPath = icon(job);
  if (job.verdict === 'rejected') item.resourceUri = dimmed(job.id);
  const names = [take ?? labelOf(job, named, 60), titleOf(job), item.description];
  item.accessibilityInformation = { label: [...new Set(names)].join(', '), role: 'treeitem' };
  if (job.download.state === 'done')
    item.command = { command: Command.preview, title: vscode.l10n.t('Open Preview'), arguments: [job.id] };
  else if (wantsSomebody(job))
    item.command = { command: Command.whatNow, title: vscode.l10n.t('What Now?'), arguments: [job.id] };
  return item;
}

/** The row of a shot, with those of its takes below it. `named`: see `Neighbours`. */
export function shotItem(shot: Shot, named = false): vscode.TreeItem {
  const { id, takes } = shot;
  const newest = newestOf(shot);
  const item = new vscode.TreeItem(labelOf(newest, named), vscode.TreeItemCollapsibleState.Expanded);
  item.id = shotElement(id);
  item.description = shotText(shot);
  item.tooltip = new vscode.MarkdownString(literal(newest.draft.prompt, 1000));
  item.contextValue = ['shot', ...(takes.every(isActive) ? [] : ['again'])].join(' ');
  item.iconPath = takes.some(isLost) ? themed(icons.unknown) : new vscode.ThemeIcon('versions');
  item.accessibilityInformation = {
    label: [...new Set([labelOf(newest, named, 60), titleOf(newest), item.description])].join(', '),
    role: 'treeitem',
  };
  return item;
}

/** The row below the last one, where there are older jobs. */
export function olderItem(id: string): vscode.TreeItem {
  const title = vscode.l10n.t('Show Older Jobs');
  const item = new vscode.TreeItem(title);
  item.id = id;
  item.iconPath = new vscode.ThemeIcon('ellipsis');
  item.command = { command: Command.showOlder, title };
  return item;
}

/** A row's title: of its prompt, or of the first reference where others have the same prompt. */
function labelOf(job: Job, named: boolean, length = titleLength): string {
  const [source] = named ? job.draft.references : [];
  return source === undefined ? titleOf(job, length) : plain(source.name, length);
}

/** How many takes there are, how many are in the making, and which is the one that is kept. */
function shotText({ takes }: Shot): string {
  const active = takes.filter(isActive).length;
  const lost = takes.filter(isLost).length;
  const keeper = takes.findIndex(({ verdict }) => verdict === 'keeper') + 1;
  return [
    counted(vscode.l10n.t('{0} take | {0} takes'), takes.length),
    ...(active === 0 ? [] : [counted(vscode.l10n.t('{0} in the making | {0} in the making'), active)]),
    // Also where the takes are folded away.
    ...(lost === 0 ? [] : [counted(vscode.l10n.t('{0} unknown: may be charged | {0} unknown: may be charged'), lost)]),
    ...(keeper === 0 ? [] : [vscode.l10n.t('take {0} chosen', number(keeper))]),
  ].join(' · ');
}

/** "Take 2": what tells it from its neighbours. Undefined where that is its prompt. */
function takeText(job: Job, shot: Shot): string | undefined {
  if (job.draft.prompt !== newestOf(shot).draft.prompt) return undefined;
  return vscode.l10n.t('Take {0}', number(shot.takes.findIndex(({ id }) => id === job.id) + 1));
}

function newestOf({ takes }: Shot): Job {
  const newest = takes.at(-1);
  if (newest === undefined) throw new Error('a shot without takes');
  return newest;
}

/** What can be done with a job, as words that the menus of package.json ask for. */
export function abilities(job: Job): string[] {
  const { download } = job;
  return [
    'job',
    ...(isPollable(job) ? ['cancel'] : []),
    ...(download.state === 'done' ? ['preview'] : []),
    ...(download.state === 'failed' || (download.state === 'pending' && download.reason !== undefined) || isPutAway(job)
      ? ['download']
      : []),
    ...(isHomeless(download) ? ['chooseFolder'] : []),
    ...(wantsSomebody(job) ? ['whatNow'] : []),
    ...(isActive(job) ? [] : ['again']),
    ...(job.requestId === undefined ? [] : ['request']),
    ...(job.outputUrl === undefined ? [] : ['output']),
    ...(job.state === 'succeeded' && job.verdict !== 'keeper' ? ['choose'] : []),
    ...(job.state === 'succeeded' && (job.verdict !== 'rejected' || download.state === 'done') ? ['reject'] : []),
    ...(job.verdict === undefined ? [] : ['takeBack']),
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
  const { download } = job;
  if (job.verdict === 'keeper') return new vscode.ThemeIcon('star-full', new vscode.ThemeColor('charts.yellow'));
  if (job.verdict === 'rejected')
    return new vscode.ThemeIcon('circle-slash', new vscode.ThemeColor('disabledForeground'));
  const failedDownload = download.state === 'failed' || (download.state === 'pending' && download.reason !== undefined);
  if (download.state === 'done' && download.aside !== undefined)
    return new vscode.ThemeIcon('play-circle', new vscode.ThemeColor('list.warningForeground'));
  return themed(failedDownload ? ['cloud-download', 'list.warningForeground'] : icons[job.state]);
}

function themed([name, color]: readonly [icon: string, color?: string]): vscode.ThemeIcon {
  return color === undefined ? new vscode.ThemeIcon(name) : new vscode.ThemeIcon(name, new vscode.ThemeColor(color));
}

function isLost({ state }: Job): boolean {
  return state === 'unknown';
}
