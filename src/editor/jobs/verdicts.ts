import * as vscode from 'vscode';
import type { Job } from '../../engine/jobs/job.ts';
import { UserError } from '../commands.ts';
import type { Studio } from '../studio.ts';
import { titleOf } from '../words/jobText.ts';
import { discardClips, fileList, type Clip } from './discardClips.ts';

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
  const clips = takes.flatMap(clipOf);
  const answer = clips.length === 0 ? 'keep' : await ask(takes, clips);
  if (answer === undefined) return false;
  const engine = await studio.engine();
  for (const { id } of takes) engine.judge(id, 'rejected');
  if (answer === 'discard') await discardClips(clips, engine, studio.log);
  return true;
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

function clipOf({ id, download }: Job): Clip[] {
  return download.state === 'done' ? [{ job: id, file: download.file }] : [];
}

/** What is to become of the clips; undefined where the takes are not rejected at all. */
async function ask(takes: readonly Job[], clips: readonly Clip[]): Promise<'discard' | 'keep' | undefined> {
  const [only] = takes;
  const message =
    only !== undefined && takes.length === 1
      ? vscode.l10n.t('Reject “{0}”?', titleOf(only))
      : vscode.l10n.t('Reject {0} takes?', takes.length);
  const discard = clips.length === 1 ? vscode.l10n.t('Move Clip to Trash') : vscode.l10n.t('Move Clips to Trash');
  const keep = clips.length === 1 ? vscode.l10n.t('Keep the File') : vscode.l10n.t('Keep the Files');
  const detail = vscode.l10n.t(
    '{0}\n\nIts row stays in the list, and what was charged stays known. A clip in the trash can be downloaded again as long as the service has it.',
    fileList(clips),
  );
  const answer = await vscode.window.showWarningMessage(message, { modal: true, detail }, discard, keep);
  return answer === discard ? 'discard' : answer === keep ? 'keep' : undefined;
}
