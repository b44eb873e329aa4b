import * as vscode from 'vscode';
import type { Job } from '../../engine/jobs/job.ts';
import { Command, View } from '../contributions.ts';
import { plain } from '../plain.ts';
import { chargeText, reasonOf, titleOf } from '../words/jobText.ts';

/** Tells of jobs that have ended: of one with what can be done now, of several in one line. */
export async function tellEnds(jobs: readonly Job[]): Promise<void> {
  const [only] = jobs;
  if (only !== undefined && jobs.length === 1) await tellOne(only);
  else if (jobs.length > 1) await tellMany(jobs);
}

async function tellOne(job: Job): Promise<void> {
  const title = titleOf(job);
  if (job.download.state === 'done') {
    const preview = vscode.l10n.t('Preview');
    const choice = await vscode.window.showInformationMessage(
      vscode.l10n.t('“{0}” is ready. {1}', title, chargeText(job)),
      preview,
    );
    if (choice === preview) await vscode.commands.executeCommand(Command.preview, job.id);
  } else if (job.state === 'succeeded') {
    const again = vscode.l10n.t('Download Again');
    const choice = await vscode.window.showWarningMessage(
      vscode.l10n.t('“{0}” is ready, but not downloaded. {1}', title, plain(reasonOf(job) ?? '', 400)),
      again,
    );
    if (choice === again) await vscode.commands.executeCommand(Command.retryDownload, job.id);
  } else if (job.state === 'unknown') {
    const what = vscode.l10n.t('What Now?');
    const choice = await vscode.window.showWarningMessage(
      vscode.l10n.t('What became of “{0}” is unknown. {1}', title, plain(reasonOf(job) ?? '', 400)),
      what,
    );
    if (choice === what) await vscode.commands.executeCommand(Command.explainUnknown, job.id);
  } else {
    const show = vscode.l10n.t('Show Job');
    const again = vscode.l10n.t('Make Again…');
    const choice = await vscode.window.showWarningMessage(
      vscode.l10n.t('“{0}” failed. {1}', title, plain(reasonOf(job) ?? '', 600)),
      again,
      show,
    );
    if (choice === again) await vscode.commands.executeCommand(Command.makeAgain, job.id);
    else if (choice === show) await vscode.commands.executeCommand(`${View.jobs}.focus`);
  }
}

async function tellMany(jobs: readonly Job[]): Promise<void> {
  const ready = jobs.filter(({ download }) => download.state === 'done').length;
  const other = jobs.length - ready;
  const show = vscode.l10n.t('Show Jobs');
  const message =
    other === 0
      ? vscode.l10n.t('{0} clips are ready.', ready)
      : vscode.l10n.t('{0} clips are ready, {1} need a look.', ready, other);
  const choice = await vscode.window.showInformationMessage(message, show);
  if (choice === show) await vscode.commands.executeCommand(`${View.jobs}.focus`);
}
