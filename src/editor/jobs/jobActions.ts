import * as vscode from 'vscode';
import { ApiError, type ApiFailure } from '../../engine/api/failure.ts';
import { fateOf } from '../../engine/jobs/fate.ts';
import { isActive, type Job } from '../../engine/jobs/job.ts';
import { UserError } from '../commands.ts';
import { ViewType } from '../contributions.ts';
import { revealFile, whyNotOutside, whyNotRevealed } from '../outside.ts';
import { mendButton } from '../mends.ts';
import type { Studio } from '../studio.ts';
import { counted, credits, number } from '../words/amounts.ts';
import { explain } from '../words/failures.ts';
import { chargeText, hostOf, reasonOf, titleOf } from '../words/jobText.ts';
import { sentences } from '../../shared/sentences.ts';
import { targetOf } from './tellEnds.ts';

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
    const { what, todo, mend } = explain(error.failure, hostOf(job));
    // What to do is said for a create; here it fits only where something is in the way of all requests.
    const next = mend === undefined ? vscode.l10n.t('It is looked at again by itself.') : todo;
    const title = titleOf(job);
    const message = isNotCancelled(error.failure)
      ? vscode.l10n.t('“{0}” goes on: it could not be cancelled. {1} {2}', title, what, next)
      : vscode.l10n.t('Nobody knows yet whether “{0}” is cancelled. {1} {2}', title, what, next);
    throw new UserError(sentences([message, chargeText(job)]), {
      cause: error,
      button: mendButton(mend, targetOf(job)),
    });
  }
}

/** Surely not cancelled: the service refused, or has not heard of it. */
function isNotCancelled(failure: ApiFailure): boolean {
  return fateOf(failure) !== 'open';
}

function isKeptAside({ download, kept }: Job): boolean {
  return (download.state === 'done' && download.aside !== undefined) || kept !== undefined;
}

/** Nobody knows whether it was charged: with its row goes what the service's support would ask for. */
function isOpenCharge({ state, service }: Job): boolean {
  return state === 'unknown' && service === 'live';
}

/** What is asked before the job leaves the list; undefined where nothing is lost by that. */
function removalQuestion(job: Job): { readonly message: string; readonly detail: string } | undefined {
  const title = titleOf(job);
  // A clip in the second place would be forgotten there with its row.
  if (isKeptAside(job))
    return {
      message: vscode.l10n.t('Remove “{0}”, whose clip is not in its folder?', title),
      detail: reasonOf(job)?.text ?? '',
    };
  if (isActive(job))
    return {
      message: vscode.l10n.t('Remove “{0}” while it is in the making?', title),
      detail: vscode.l10n.t(
        'The service goes on with it, and it may still be charged. The clip is downloaded all the same. To stop it, cancel it instead.',
      ),
    };
  if (isOpenCharge(job))
    return {
      message: vscode.l10n.t('Remove “{0}”, which may have been charged?', title),
      detail: vscode.l10n.t(
        'Its id, by which the service’s support can find it, leaves the list with it. “What Now?” on its row copies a message for them.',
      ),
    };
  return undefined;
}

/** Takes a job from the list; where something would be lost with it, only after a question. */
export async function remove(studio: Studio, job: Job): Promise<void> {
  const question = removalQuestion(job);
  if (question !== undefined) {
    const yes = vscode.l10n.t('Remove from List');
    const { message, detail } = question;
    if ((await vscode.window.showWarningMessage(message, { modal: true, detail }, yes)) !== yes) return;
  }
  (await studio.engine()).remove(job.id);
}

/** Takes several jobs from the list after one question; of one alone see `remove`. What is just being sent stays. */
export async function removeAll(studio: Studio, jobs: readonly Job[]): Promise<void> {
  const removable = jobs.filter(({ state }) => state !== 'submitting');
  const [only, ...others] = removable;
  if (only === undefined) return;
  if (others.length === 0) return remove(studio, only);
  const active = removable.filter(isActive).length;
  const aside = removable.filter(isKeptAside).length;
  const open = removable.filter(isOpenCharge).length;
  const detail = [
    vscode.l10n.t('Files that are in their folders stay there, and what was charged stays known.'),
    ...(active === 0
      ? []
      : [
          vscode.l10n.t(
            'In the making: {0}. The service goes on with them, and they may still be charged; the clips are downloaded all the same.',
            number(active),
          ),
        ]),
    ...(open === 0
      ? []
      : [vscode.l10n.t('May have been charged: {0}. Their ids leave the list with them.', number(open))]),
    ...(aside === 0
      ? []
      : [vscode.l10n.t('Clips that are not in their folders: {0}. They would be forgotten.', number(aside))]),
  ].join('\n\n');
  const yes = vscode.l10n.t('Remove from List');
  const message = counted(
    vscode.l10n.t('Remove {0} job from the list? | Remove {0} jobs from the list?'),
    removable.length,
  );
  if ((await vscode.window.showWarningMessage(message, { modal: true, detail }, yes)) !== yes) return;
  const engine = await studio.engine();
  for (const { id } of removable) engine.remove(id);
}

/**
 * True where a job may be made again: one whose fate is unknown may be paid twice, so that is asked once, wherever it comes from.
 * `lastCharge`: what the last job with the same settings was charged, credits.
 */
export async function mayMakeAgain(job: Job, lastCharge: number | undefined): Promise<boolean> {
  if (job.state !== 'unknown' || job.service === 'sandbox') return true;
  const yes = vscode.l10n.t('Make Again');
  const message = vscode.l10n.t('Make “{0}” again, though the first may have been charged?', titleOf(job));
  const price =
    lastCharge === undefined
      ? vscode.l10n.t('What it costs is not known.')
      : vscode.l10n.t('It was {0} the last time for these settings.', credits(lastCharge));
  const detail = vscode.l10n.t('Both may be charged. {0} A draft opens first; nothing is sent yet.', price);
  return (await vscode.window.showWarningMessage(message, { modal: true, detail }, yes)) === yes;
}
