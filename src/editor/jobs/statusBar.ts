import * as vscode from 'vscode';
import { View } from '../contributions.ts';
import { Gathered } from '../gathered.ts';
import type { Studio } from '../studio.ts';

/** Changes that come within this time (ms) are told as one. */
const gatherFor = 500;

/** How often what is left of active jobs is written anew, ms: it gets less while nothing changes. */
const tick = 10_000;

/**
 * Active jobs in the status bar, and how long they may take or what holds them up; not there while there are none. `redrawEvery`: ms.
 */
export function registerStatusBar(studio: Studio, redrawEvery = tick): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('seedance.active', vscode.StatusBarAlignment.Left);
  item.name = vscode.l10n.t('Seedance Jobs');
  item.command = `${View.jobs}.focus`;
  const opened = studio.onDidOpenEngine(({ store }) => {
    let ticking: NodeJS.Timeout | undefined;
    let closed = false;
    const tell = async (): Promise<void> => {
      const { statusText } = await import('./statusText.ts');
      clearTimeout(ticking);
      if (closed) return;
      const status = statusText(store, Date.now());
      if (status === undefined) {
        item.hide();
        return;
      }
      item.text = status.text;
      item.backgroundColor = status.warns ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
      item.tooltip = status.tooltip;
      item.accessibilityInformation = { label: status.tooltip };
      item.show();
      ticking = setTimeout(told, redrawEvery);
    };
    const told = (): void => void tell().catch((error: unknown) => studio.log.error(error));
    told();
    const changes = new Gathered(told, gatherFor);
    const dispose = (): void => {
      closed = true;
      clearTimeout(ticking);
      changes.dispose();
    };
    studio.context.subscriptions.push(store.onDidChange(changes.ask), studio.onWillClose(dispose), { dispose });
  });
  return vscode.Disposable.from(item, opened);
}
