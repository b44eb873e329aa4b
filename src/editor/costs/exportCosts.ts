import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { costsCsv } from '../../engine/jobs/costsCsv.ts';
import { errorText } from '../../engine/log/errorText.ts';
import { tell } from '../buttons.ts';
import { UserError } from '../commands.ts';
import { plain } from '../plain.ts';
import type { Studio } from '../studio.ts';

/** Asks for a file, and writes the ledger of all jobs into it. */
export async function exportCosts(studio: Studio): Promise<void> {
  const { charges } = (await studio.engine()).store;
  if (charges.isEmpty()) throw new UserError(vscode.l10n.t('There is nothing to export: nothing was charged yet.'));
  const day = new Intl.DateTimeFormat('sv-SE').format();
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(homedir());
  const file = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Export Costs as CSV'),
    saveLabel: vscode.l10n.t('Export'),
    filters: { CSV: ['csv'] },
    defaultUri: vscode.Uri.joinPath(folder, `seedance-costs-${day}.csv`),
  });
  if (file === undefined) return;
  await writeWhole(file, Buffer.from(costsCsv(charges.entries())));
  await tell(vscode.window.showInformationMessage, vscode.l10n.t('The costs are in “{0}”.', nameOf(file)), [
    { title: vscode.l10n.t('Open'), press: () => vscode.commands.executeCommand('vscode.open', file) },
  ]);
}

/** Writes all of it, or leaves what was there as it was. */
export async function writeWhole(file: vscode.Uri, bytes: Uint8Array): Promise<void> {
  try {
    if (file.scheme === 'file') await replaceFile(file.fsPath, bytes);
    else await vscode.workspace.fs.writeFile(file, bytes);
  } catch (error) {
    const message = vscode.l10n.t('The costs could not be written to “{0}”: {1}', nameOf(file), errorText(error));
    throw new UserError(message, { cause: error });
  }
}

async function replaceFile(path: string, bytes: Uint8Array): Promise<void> {
  const part = `${path}.${randomUUID()}.part`;
  try {
    await writeFile(part, bytes, { flag: 'wx', flush: true });
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

function nameOf(file: vscode.Uri): string {
  return plain(basename(file.path), 100);
}
