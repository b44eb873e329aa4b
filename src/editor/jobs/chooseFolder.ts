import * as vscode from 'vscode';
import type { Job } from '../../engine/jobs/job.ts';
import { commandButton, tell } from '../buttons.ts';
import { Command } from '../contributions.ts';
import { storedUri } from '../files.ts';
import type { Studio } from '../studio.ts';
import { folderOf, titleOf } from '../words/jobText.ts';
import { whenBrought } from './whenBrought.ts';
import { tellOne } from './tellEnds.ts';

/** Asks for a folder and brings the clip there, out of the second place or from the service; tells how that ended. */
export async function chooseFolder(studio: Studio, job: Job): Promise<void> {
  const [folder] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Folder for “{0}”', titleOf(job)),
      openLabel: vscode.l10n.t('Keep Here'),
      defaultUri: vscode.Uri.joinPath(vscode.Uri.parse(job.folder), '..'),
      canSelectFiles: false,
      canSelectFolders: true,
    })) ?? [];
  if (folder === undefined) return;
  const engine = await studio.engine();
  const ended = whenBrought(engine, job.id);
  engine.retryDownload(job.id, storedUri(folder));
  const after = await ended;
  if (after?.download.state === 'done' && after.download.aside === undefined)
    await tell(
      vscode.window.showInformationMessage,
      vscode.l10n.t('“{0}” is in “{1}” now.', titleOf(after), folderOf(after)),
      [commandButton(vscode.l10n.t('Preview'), Command.preview, after.id)],
    );
  else if (after !== undefined) await tellOne(after);
}
