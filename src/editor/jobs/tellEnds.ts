import * as vscode from 'vscode';
import { isActive, type Job } from '../../engine/jobs/job.ts';
import { commandButton, tell } from '../buttons.ts';
import { Command, View, ViewType } from '../contributions.ts';
import { mendButton, type Target } from '../mends.ts';
import { plain } from '../plain.ts';
import { chargeText, reasonOf, titleOf } from '../words/jobText.ts';
import { counted } from '../words/amounts.ts';
import { sentences } from '../../shared/sentences.ts';

/** Tells of jobs that have ended: of one with what can be done now, of several in one line; of a clip that is played already nothing. */
export async function tellEnds(ended: readonly Job[]): Promise<void> {
  const jobs = ended.filter((job) => !isPlayed(job));
  const [only] = jobs;
  if (only !== undefined && jobs.length === 1) await tellOne(only);
  else if (jobs.length > 1) await tellMany(jobs);
}

/** Says of one job how it stands, with what is known of the charge and what can be done now. */
export async function tellOne(job: Job): Promise<void> {
  const title = titleOf(job);
  const { text = '', mend } = reasonOf(job) ?? {};
  const why = plain(text, 600);
  const button = mendButton(mend, targetOf(job));
  const { showInformationMessage, showWarningMessage } = vscode.window;
  const preview = commandButton(vscode.l10n.t('Preview'), Command.preview, job.id);
  const again = commandButton(vscode.l10n.t('Make Again…'), Command.makeAgain, job.id);
  const show = commandButton(vscode.l10n.t('Show Job'), `${View.jobs}.focus`);
  if (job.download.state === 'done' && job.download.aside === undefined)
    await tell(showInformationMessage, vscode.l10n.t('“{0}” is ready. {1}', title, chargeText(job)), [preview, again]);
  else if (job.download.state === 'done')
    await tell(showWarningMessage, vscode.l10n.t('“{0}” is ready. {1} {2}', title, chargeText(job), why), [
      preview,
      button,
    ]);
  else if (job.state === 'succeeded')
    await tell(
      showWarningMessage,
      vscode.l10n.t('“{0}” is ready, but not downloaded. {1} {2}', title, chargeText(job), why),
      [commandButton(vscode.l10n.t('Download Again'), Command.retryDownload, job.id), button],
    );
  else if (job.state === 'unknown')
    await tell(showWarningMessage, vscode.l10n.t('What became of “{0}” is unknown. {1}', title, why), [
      commandButton(vscode.l10n.t('What Now?'), Command.whatNow, job.id),
    ]);
  else if (isActive(job)) await tell(showWarningMessage, vscode.l10n.t('“{0}”: {1}', title, why), [button, show]);
  else {
    const message =
      job.state === 'rejected'
        ? vscode.l10n.t('“{0}” was refused. {1}', title, why)
        : vscode.l10n.t('“{0}” failed. {1}', title, why);
    await tell(showWarningMessage, message, [...(mend === 'makeAgain' ? [] : [button]), again, show]);
  }
}

/** True where the clip stands in its folder and in the tab in front. */
function isPlayed({ download }: Job): boolean {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return (
    download.state === 'done' &&
    download.aside === undefined &&
    input instanceof vscode.TabInputCustom &&
    input.viewType === ViewType.preview &&
    input.uri.toString() === vscode.Uri.parse(download.file).toString()
  );
}

/** What a mend of the job's trouble is about. */
export function targetOf({ id, service, baseUrl }: Job): Target {
  return { jobId: id, ...(service === 'live' && { origin: baseUrl }) };
}

/** The worst last, where the eye stays: what may have been paid for without a clip. */
async function tellMany(jobs: readonly Job[]): Promise<void> {
  const ready = jobs.filter(({ download }) => download.state === 'done' && download.aside === undefined).length;
  const unknown = jobs.filter(({ state, service }) => state === 'unknown' && service === 'live').length;
  const other = jobs.length - ready - unknown;
  const show = commandButton(vscode.l10n.t('Show Jobs'), `${View.jobs}.focus`);
  const message = sentences([
    ...(ready === 0 ? [] : [counted(vscode.l10n.t('{0} clip is ready. | {0} clips are ready.'), ready)]),
    ...(other === 0 ? [] : [counted(vscode.l10n.t('{0} job needs a look. | {0} jobs need a look.'), other)]),
    ...(unknown === 0
      ? []
      : [
          counted(
            vscode.l10n.t(
              '{0} job may have been charged, and nobody knows what became of it. | {0} jobs may have been charged, and nobody knows what became of them.',
            ),
            unknown,
          ),
        ]),
  ]);
  const { showInformationMessage, showWarningMessage } = vscode.window;
  await tell(ready === jobs.length ? showInformationMessage : showWarningMessage, message, [show]);
}
