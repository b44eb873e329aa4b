import * as vscode from 'vscode';
import type { Remaining } from '../../engine/jobs/expectations.ts';
import type { Job } from '../../engine/jobs/job.ts';
import { literal, plain } from '../plain.ts';
import { dateTime, list, number, seconds } from '../words/amounts.ts';
import { descentText } from '../words/descentText.ts';
import { chargeText, reasonOf, stateText, titleOf, verdictText } from '../words/jobText.ts';
import { modelName } from '../words/modelName.ts';
import { leftRange } from '../words/waits.ts';
import type { Shot } from './jobRows.ts';

/** What a job has to do with others, and what they let expect of it. */
export interface Kin {
  /** How long it may still take. */
  readonly remaining?: Remaining;
  /** Where there are several takes of its shot. */
  readonly shot?: Shot;
  /** The job whose take it came from; undefined where that is not known any more. */
  readonly parent?: Job | undefined;
  /** The jobs that go on from its take. */
  readonly next: readonly Job[];
}

/** Everything there is to know, as text: whatever strangers wrote is appended unread. */
export function jobTooltip(job: Job, kin: Kin = { next: [] }): vscode.MarkdownString {
  const { draft } = job;
  const text = new vscode.MarkdownString();
  text.appendMarkdown(literal(draft.prompt, 1000)).appendMarkdown('\n\n---\n\n');
  const reason = reasonOf(job);
  if (reason !== undefined) text.appendMarkdown(literal(reason.text)).appendMarkdown('\n\n');
  for (const [name, value] of [...facts(job, kin.remaining), ...kinFacts(job, kin)])
    text.appendMarkdown(`- ${literal(plain(`${name}: ${value}`, 400), Infinity)}\n`);
  return text;
}

function facts(job: Job, remaining: Remaining | undefined): (readonly [name: string, value: string])[] {
  const { draft, download } = job;
  return [
    [vscode.l10n.t('State'), stateText(job)],
    ...(remaining === undefined ? [] : [[vscode.l10n.t('Time'), leftRange(remaining)] as const]),
    ...(job.verdict === undefined ? [] : [[vscode.l10n.t('Verdict'), verdictText(job.verdict)] as const]),
    [vscode.l10n.t('Model'), modelName(draft.model, 400)],
    [vscode.l10n.t('Settings'), `${draft.aspectRatio} · ${seconds(draft.duration)} · ${draft.resolution}`],
    ...(draft.references.length === 0
      ? []
      : [[vscode.l10n.t('References'), list(draft.references.map(({ name }) => name))] as const]),
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

/** The chain, both ways: which take of its shot it is, where that came from, and what goes on from it. */
function kinFacts(job: Job, { shot, parent, next }: Kin): (readonly [name: string, value: string])[] {
  const place = shot === undefined ? 0 : shot.takes.findIndex(({ id }) => id === job.id) + 1;
  const { from } = job.draft.lineage ?? {};
  return [
    ...(shot === undefined || place === 0
      ? []
      : [[vscode.l10n.t('Shot'), vscode.l10n.t('take {0} of {1}', number(place), number(shot.takes.length))] as const]),
    ...(from === undefined ? [] : [[vscode.l10n.t('Comes from'), descentText(from, parent)] as const]),
    ...(next.length === 0
      ? []
      : [[vscode.l10n.t('Goes on in'), list(next.map((each) => vscode.l10n.t('“{0}”', titleOf(each, 40))))] as const]),
  ];
}
