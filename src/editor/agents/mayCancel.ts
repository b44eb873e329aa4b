import * as vscode from 'vscode';
import type { Job } from '../../engine/jobs/job.ts';
import { plain } from '../plain.ts';
import { chargeText, titleOf } from '../words/jobText.ts';
import { unhurried } from './unhurried.ts';

/** Asks whether an agent may cancel a job that it has not made itself: somebody waits for it, and may have paid. */
export async function mayCancel(agent: string, job: Job): Promise<boolean> {
  const yes = vscode.l10n.t('Cancel the Job');
  const message = vscode.l10n.t('Let {0} cancel “{1}”?', plain(agent, 60), titleOf(job));
  const detail = vscode.l10n.t('No clip of it comes then. {0}', chargeText(job));
  // It comes up while somebody types into something else, as the question before a clip does.
  return (await unhurried(() => vscode.window.showWarningMessage(message, { modal: true, detail }, yes))) === yes;
}
