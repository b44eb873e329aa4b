import * as vscode from 'vscode';
import { StoreError } from '../engine/jobs/storeError.ts';
import { commandButton, tell } from './buttons.ts';
import { Command } from './contributions.ts';
import type { SafeLog } from './log.ts';
import { plain } from './plain.ts';
import { tellStore } from './tellStore.ts';

/** Tells of an error that nobody expected, with what helps to find its cause; one of the database, with what mends it. */
export async function tellFault(error: unknown, log: SafeLog): Promise<void> {
  if (error instanceof StoreError) {
    await tellStore(error);
    return;
  }
  const message = error instanceof Error ? error.message : String(error);
  await tell(vscode.window.showErrorMessage, vscode.l10n.t('Seedance met an error of its own: {0}', plain(message)), [
    { title: vscode.l10n.t('Show Log'), press: () => log.show() },
    commandButton(vscode.l10n.t('Copy Diagnostics'), Command.copyDiagnostics),
  ]);
}
