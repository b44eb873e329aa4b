import * as vscode from 'vscode';
import type { Studio } from '../studio.ts';
import { counted } from '../words/amounts.ts';

/** Takes back every “always” that was said about uploads, and says how many there were. */
export async function forgetConsents(studio: Studio): Promise<void> {
  const count = (await studio.engine()).forgetConsents();
  void vscode.window.showInformationMessage(textFor(count));
}

function textFor(count: number): string {
  if (count === 0) return vscode.l10n.t('Nothing to forget: you are asked before each upload.');
  return counted(
    vscode.l10n.t(
      'Forgotten: {0} place. You are asked before each upload. | Forgotten: {0} places. You are asked before each upload.',
    ),
    count,
  );
}
