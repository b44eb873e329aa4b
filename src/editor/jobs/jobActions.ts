import * as vscode from 'vscode';
import { ApiError } from '../../engine/api/failure.ts';
import { isActive, type Job } from '../../engine/jobs/job.ts';
import { UserError } from '../commands.ts';
import { Command, ViewType } from '../contributions.ts';
import { plain } from '../plain.ts';
import { revealFile, whyNotOutside, whyNotRevealed } from '../outside.ts';
import type { Studio } from '../studio.ts';
import { failureText } from '../words/failures.ts';
import { chargeText, hostOf, reasonOf, titleOf } from '../words/jobText.ts';

/** Opens the clip in our own preview. */
export async function preview(job: Job): Promise<void> {
  await vscode.commands.executeCommand('vscode.openWith', fileOf(job), ViewType.preview);
}

function refuseIf(reason: string | undefined): void {
  if (reason !== undefined) throw new UserError(reason);
}

function fileOf({ download }: Job): vscode.Uri {
  if (download.state !== 'done') throw new UserError(vscode.l10n.t('The clip is not downloaded yet.'));
  return vscode.Uri.parse(download.file);
}

/** Shows the clip where its file is. */
export async function reveal(job: Job): Promise<void> {
  const file = fileOf(job);
  refuseIf(whyNotRevealed(file));
  await revealFile(file);
}

/** Opens the clip in the system's own player. */
export async function openOutside(job: Job): Promise<void> {
  refuseIf(whyNotOutside());
  await vscode.env.openExternal(fileOf(job));
}

/** Asks the service to stop. */
export async function cancel(studio: Studio, job: Job): Promise<void> {
  const engine = await studio.engine();
  try {
    const after = await engine.cancel(job.id);
    if (after?.state === 'cancelled')
      vscode.window.setStatusBarMessage(vscode.l10n.t('Cancelled. {0}', chargeText(after)), 8000);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    // Most often it has ended in the meantime: a look tells.
    engine.refresh();
    throw new UserError(vscode.l10n.t('It could not be cancelled. {0}', failureText(error.failure, hostOf(job))), {
      cause: error,
    });
  }
}

/** Takes a job from the list; an active one only after a question. */
export async function remove(studio: Studio, job: Job): Promise<void> {
  if (isActive(job)) {
    const yes = vscode.l10n.t('Remove from List');
    const detail = vscode.l10n.t(
      'The service goes on with it, and it may still be charged. The clip is downloaded all the same. To stop it, cancel it instead.',
    );
    const message = vscode.l10n.t('Remove “{0}” while it is in the making?', titleOf(job));
    if ((await vscode.window.showWarningMessage(message, { modal: true, detail }, yes)) !== yes) return;
  }
  (await studio.engine()).remove(job.id);
}

/** Says what is known of a job whose fate is not, and what can be done. */
export async function explainUnknown(studio: Studio, job: Job): Promise<void> {
  const again = vscode.l10n.t('Make Again (May Charge a Second Time)');
  const copy = vscode.l10n.t('Copy Job Id');
  const forget = vscode.l10n.t('Remove from List');
  const message = vscode.l10n.t(
    '{0} Ask {1} with the job id, which was sent along, before you pay a second time.',
    plain(reasonOf(job) ?? '', 400),
    hostOf(job),
  );
  const choice = await vscode.window.showWarningMessage(message, again, copy, forget);
  if (choice === again) await vscode.commands.executeCommand(Command.makeAgain, job.id);
  else if (choice === copy) await vscode.env.clipboard.writeText(job.id);
  else if (choice === forget) (await studio.engine()).remove(job.id);
}
