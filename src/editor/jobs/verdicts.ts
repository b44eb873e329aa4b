import * as vscode from 'vscode';
import type { Job } from '../../engine/jobs/job.ts';
import { UserError } from '../commands.ts';
import type { Studio } from '../studio.ts';
import { titleOf } from '../words/jobText.ts';
import { clipsOf, discardClips, fileList, type Clip } from './discardClips.ts';
import { counted } from '../words/amounts.ts';

/** Makes a take the one of its shot that is kept; another that was is none any more. Throws `UserError` for one that is not finished. */
export async function chooseTake(studio: Studio, job: Job): Promise<void> {
  assertFinished([job]);
  (await studio.engine()).judge(job.id, 'keeper');
}

/**
 * Rejects takes, and puts their clips away or keeps them, as somebody says when asked; those that are not finished stay as they are.
 * False where nothing was rejected after all. Throws `UserError` where none is finished, or where a clip cannot be put away.
 */
export async function rejectTakes(studio: Studio, jobs: readonly Job[]): Promise<boolean> {
  const takes = assertFinished(jobs);
  const engine = await studio.engine();
  const { clips, lost } = await clipsOf(takes, engine);
  const answer = clips.length > 0 ? await ask(takes, clips) : lost.length > 0 ? 'discard' : 'keep';
  if (answer === undefined) return false;
  for (const { id } of takes) engine.judge(id, 'rejected');
  if (answer === 'discard') sayLeft([...lost, ...(await discardClips(clips, engine, studio.log))].length);
  return true;
}

function sayLeft(count: number): void {
  if (count === 0) return;
  const message = vscode.l10n.t(
    '{0} clip is not where it was, so no file was put away for it. If it was moved, look for it in the library. | {0} clips are not where they were, so no files were put away for them. If they were moved, look for them in the library.',
  );
  void vscode.window.showInformationMessage(counted(message, count));
}

/** Takes back what was thought of these takes. */
export async function takeBackVerdicts(studio: Studio, jobs: readonly Job[]): Promise<void> {
  const engine = await studio.engine();
  for (const { id } of jobs) engine.judge(id);
}

function assertFinished(jobs: readonly Job[]): Job[] {
  const finished = jobs.filter(({ state }) => state === 'succeeded');
  if (finished.length === 0) throw new UserError(vscode.l10n.t('Only a finished take can be chosen or rejected.'));
  return finished;
}

/** What is to become of the clips; undefined where the takes are not rejected at all. */
async function ask(takes: readonly Job[], clips: readonly Clip[]): Promise<'discard' | 'keep' | undefined> {
  const [only] = takes;
  const message =
    only !== undefined && takes.length === 1
      ? vscode.l10n.t('Reject “{0}”?', titleOf(only))
      : counted(vscode.l10n.t('Reject {0} take? | Reject {0} takes?'), takes.length);
  const discard = clips.length === 1 ? vscode.l10n.t('Move Clip to Trash') : vscode.l10n.t('Move Clips to Trash');
  const keep = clips.length === 1 ? vscode.l10n.t('Keep the File') : vscode.l10n.t('Keep the Files');
  const detail = vscode.l10n.t(
    '{0}\n\nIts row stays in the list, and what was charged stays known. A clip in the trash can be downloaded again as long as the service has it.',
    fileList(clips),
  );
  const answer = await vscode.window.showWarningMessage(message, { modal: true, detail }, discard, keep);
  return answer === discard ? 'discard' : answer === keep ? 'keep' : undefined;
}
