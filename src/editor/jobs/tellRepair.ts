import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Repair } from '../../engine/jobs/store.ts';
import { commandButton, tell } from '../buttons.ts';
import { Command } from '../contributions.ts';
import { mendButton } from '../mends.ts';
import { plain } from '../plain.ts';
import { number } from '../words/amounts.ts';

/** Tells that the database of jobs was damaged, and what could be kept. */
export async function tellRepair({ jobs, drafts, aside }: Repair): Promise<void> {
  const message = vscode.l10n.t(
    'The database of jobs was damaged and was begun anew. Jobs kept: {0}, drafts kept: {1}. Jobs in the making go on: each has a receipt of its own. The damaged file stays beside it, as {2}.',
    number(jobs),
    number(drafts),
    plain(basename(aside)),
  );
  await tell(vscode.window.showWarningMessage, message, [
    commandButton(vscode.l10n.t('Copy Diagnostics'), Command.copyDiagnostics),
    mendButton('showStorage'),
  ]);
}
