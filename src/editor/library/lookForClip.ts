import * as vscode from 'vscode';
import type { Engine } from '../../engine/engine.ts';
import type { Job } from '../../engine/jobs/job.ts';
import { titleOf } from '../words/jobText.ts';
import { findClips, isClipOf, sizeOf, take } from './findClips.ts';

/** Looks for a clip in the workspace, and lets its user show where it is where it is not found. */
export async function lookForClip(engine: Engine, job: Job): Promise<void> {
  if ((await findClips(engine, [job])).length > 0) return;
  const [uri] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Where is “{0}”?', titleOf(job)),
      openLabel: vscode.l10n.t('This Is the Clip'),
      filters: { [vscode.l10n.t('Videos')]: ['mp4', 'm4v', 'mov', 'webm'] },
    })) ?? [];
  const size = uri && (await sizeOf(uri));
  if (uri === undefined || size === undefined) return;
  if ((await isClipOf(job, uri, engine)) === false && !(await isMeant())) return;
  if (!take(engine, job, { uri, size }))
    void vscode.window.showInformationMessage(vscode.l10n.t('That file is the clip of another job.'));
}

async function isMeant(): Promise<boolean> {
  const yes = vscode.l10n.t('Use It All the Same');
  const message = vscode.l10n.t('This file says that it is another clip.');
  return (await vscode.window.showWarningMessage(message, { modal: true }, yes)) === yes;
}
