import * as vscode from 'vscode';
import { View } from '../contributions.ts';
import type { Studio } from '../studio.ts';

/** Active jobs in the status bar, and how long they may take; not there while there are none. */
export function registerStatusBar(studio: Studio): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('seedance.active', vscode.StatusBarAlignment.Left);
  item.name = vscode.l10n.t('Seedance Jobs');
  item.command = `${View.jobs}.focus`;
  const opened = studio.onDidOpenEngine(({ store }) => {
    const tell = async (): Promise<void> => {
      const { statusText } = await import('./statusText.ts');
      const status = statusText(store, Date.now());
      if (status === undefined) {
        item.hide();
        return;
      }
      item.text = status.text;
      item.tooltip = status.tooltip;
      item.accessibilityInformation = { label: status.tooltip };
      item.show();
    };
    const told = (): void => void tell().catch((error: unknown) => studio.log.error(error));
    told();
    studio.context.subscriptions.push(store.onDidChange(told));
  });
  return vscode.Disposable.from(item, opened);
}
