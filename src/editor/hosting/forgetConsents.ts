import * as vscode from 'vscode';
import type { Studio } from '../studio.ts';

/** Takes back every “always” that was said about uploads, and says how many there were. */
export async function forgetConsents(studio: Studio): Promise<void> {
  const count = (await studio.engine()).forgetConsents();
  void vscode.window.showInformationMessage(textFor(count));
}

function textFor(count: number): string {
  if (count === 0) return vscode.l10n.t('You are asked before each upload already: no place was agreed to for good.');
  return count === 1
    ? vscode.l10n.t('You are asked again before something is uploaded. One place was agreed to for good until now.')
    : vscode.l10n.t(
        'You are asked again before something is uploaded. {0} places were agreed to for good until now.',
        count,
      );
}
