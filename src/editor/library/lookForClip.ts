import * as vscode from 'vscode';
import type { Job } from '../../engine/jobs/job.ts';
import { saysClipOf, type Known } from '../clips/isClipOf.ts';
import { storedUri } from '../files.ts';
import { titleOf } from '../words/jobText.ts';
import { findAgain, sizeOf, take } from './findClips.ts';

/** Looks for a clip in the workspace, and lets its user show where it is where it is not found. */
export async function lookForClip(engine: Known, job: Job): Promise<void> {
  if ((await findAgain(engine, job)) !== undefined) return;
  const [uri] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Where is “{0}”?', titleOf(job)),
      openLabel: vscode.l10n.t('This Is the Clip'),
      filters: { [vscode.l10n.t('Videos')]: ['mp4', 'm4v', 'mov', 'webm'] },
    })) ?? [];
  const size = uri && (await sizeOf(uri));
  if (uri === undefined || size === undefined) return;
  const says = await saysClipOf(job, uri, engine);
  if (says === false && !(await isMeant())) return;
  const tell = (message: string): void => void vscode.window.showInformationMessage(message);
  if (says !== true && engine.store.clips.isOfOther(storedUri(uri), job.id, size))
    tell(vscode.l10n.t('That file is the clip of another job.'));
  else if (!take(engine, job, { uri, size }))
    tell(
      vscode.l10n.t(
        'The clip is being downloaded just now, so that file was not taken for it. If the download fails, look for it again.',
      ),
    );
}

async function isMeant(): Promise<boolean> {
  const yes = vscode.l10n.t('Use It All the Same');
  const message = vscode.l10n.t('This file says that it is another clip.');
  return (await vscode.window.showWarningMessage(message, { modal: true }, yes)) === yes;
}
