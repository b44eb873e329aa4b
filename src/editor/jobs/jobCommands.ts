import * as vscode from 'vscode';
import { isActive, type Job } from '../../engine/jobs/job.ts';
import { registerCommand, UserError } from '../commands.ts';
import { Command, ViewType, type CommandId } from '../contributions.ts';
import { plain } from '../plain.ts';
import { revealFile } from '../revealFile.ts';
import type { Studio } from '../studio.ts';
import { failureText } from '../words/failures.ts';
import { chargeText, hostOf, reasonOf, titleOf } from '../words/jobText.ts';

/** What can be done with a job of the tree. Each command takes the job's id: from the tree, a notification or the row itself. */
export function registerJobCommands(studio: Studio, makeAgain: (job: Job) => Promise<void>): vscode.Disposable {
  const forJob = (id: CommandId, run: (job: Job) => unknown): vscode.Disposable =>
    registerCommand(id, studio.log, async (jobId: unknown) => {
      const job = typeof jobId === 'string' ? (await studio.engine()).store.get(jobId) : undefined;
      if (job !== undefined) await run(job);
    });
  return vscode.Disposable.from(
    registerCommand(Command.refresh, studio.log, async () => (await studio.engine()).refresh()),
    forJob(Command.preview, preview),
    forJob(Command.cancel, (job) => cancel(studio, job)),
    forJob(Command.retryDownload, async ({ id }) => (await studio.engine()).retryDownload(id)),
    forJob(Command.makeAgain, makeAgain),
    forJob(Command.explainUnknown, (job) => explainUnknown(studio, job)),
    forJob(Command.revealFile, (job) => revealFile(fileOf(job))),
    forJob(Command.openOutside, (job) => vscode.env.openExternal(fileOf(job))),
    forJob(Command.copyPrompt, ({ draft }) => vscode.env.clipboard.writeText(draft.prompt)),
    forJob(Command.copyRequestId, ({ requestId }) => vscode.env.clipboard.writeText(requestId ?? '')),
    forJob(Command.copyOutputUrl, ({ outputUrl }) => vscode.env.clipboard.writeText(outputUrl ?? '')),
    forJob(Command.remove, (job) => remove(studio, job)),
  );
}

async function preview(job: Job): Promise<void> {
  await vscode.commands.executeCommand('vscode.openWith', fileOf(job), ViewType.preview);
}

function fileOf({ download }: Job): vscode.Uri {
  if (download.state !== 'done') throw new UserError(vscode.l10n.t('The clip is not downloaded yet.'));
  return vscode.Uri.parse(download.file);
}

async function cancel(studio: Studio, job: Job): Promise<void> {
  const engine = await studio.engine();
  try {
    const after = await engine.cancel(job.id);
    if (after?.state === 'cancelled')
      vscode.window.setStatusBarMessage(vscode.l10n.t('Cancelled. {0}', chargeText(after)), 8000);
  } catch (error) {
    const { ApiError } = await import('../../engine/api/failure.ts');
    if (!(error instanceof ApiError)) throw error;
    // Most often it has ended in the meantime: a look tells.
    engine.refresh();
    throw new UserError(vscode.l10n.t('It could not be cancelled. {0}', failureText(error.failure, hostOf(job))));
  }
}

async function remove(studio: Studio, job: Job): Promise<void> {
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

async function explainUnknown(studio: Studio, job: Job): Promise<void> {
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
