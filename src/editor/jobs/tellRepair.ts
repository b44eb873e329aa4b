import * as vscode from 'vscode';
import type { Repair } from '../../engine/jobs/store.ts';
import { commandButton, tell } from '../buttons.ts';
import { Command } from '../contributions.ts';

/** Tells that the database of jobs was damaged, and what could be kept. */
export async function tellRepair({ jobs, drafts, aside }: Repair): Promise<void> {
  const message = vscode.l10n.t(
    'The database of jobs was damaged and was begun anew. Kept: {0} jobs and {1} drafts. The damaged file is left as {2}.',
    jobs,
    drafts,
    aside,
  );
  await tell(vscode.window.showWarningMessage, message, [
    commandButton(vscode.l10n.t('Copy Diagnostics'), Command.copyDiagnostics),
  ]);
}
