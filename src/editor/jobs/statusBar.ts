import * as vscode from 'vscode';
import { View } from '../contributions.ts';
import type { Studio } from '../studio.ts';

/** Counts active jobs in the status bar; not there while there are none. */
export function registerStatusBar(studio: Studio): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('seedance.active', vscode.StatusBarAlignment.Left);
  item.name = vscode.l10n.t('Seedance Jobs');
  item.command = `${View.jobs}.focus`;
  const opened = studio.onDidOpenEngine(({ store }) => {
    const count = (): void => {
      const active = store.countActive();
      item.text = `$(loading~spin) ${active}`;
      const text =
        active === 1 ? vscode.l10n.t('1 clip in the making') : vscode.l10n.t('{0} clips in the making', active);
      item.tooltip = text;
      item.accessibilityInformation = { label: text };
      if (active === 0) item.hide();
      else item.show();
    };
    count();
    studio.context.subscriptions.push(store.onDidChange(count));
  });
  return vscode.Disposable.from(item, opened);
}
