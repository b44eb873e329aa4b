import * as vscode from 'vscode';
import { systemClock } from '../../engine/clock.ts';
import { ledgerFace } from '../../engine/jobs/charges.ts';
import type { Job } from '../../engine/jobs/job.ts';
import type { JobStore } from '../../engine/jobs/store.ts';
import { Later } from '../../shared/later.ts';
import { ContextKey, View } from '../contributions.ts';
import type { SafeLog } from '../log.ts';
import { CostTree } from './costTree.ts';

/** The sidebar's view of what was charged; not there before anything was. */
export function showCosts(store: JobStore, log: SafeLog): vscode.Disposable {
  const { charges, onDidChange } = store;
  const tree = new CostTree(charges, systemClock, () => store.unanswered());
  const known = new Map<string, string>();
  const view = vscode.window.createTreeView(View.costs, { treeDataProvider: tree });
  let isThere = false;
  const update = (): void => {
    try {
      if (!isThere && !charges.isEmpty()) {
        isThere = true;
        void vscode.commands.executeCommand('setContext', ContextKey.hasCharges, true);
      }
      tree.setVisible(view.visible);
    } catch (error) {
      log.warn('the costs cannot be read', error);
    }
  };
  const later = new Later(update, 250);
  update();
  return vscode.Disposable.from(
    tree,
    view,
    onDidChange(({ changed, removed }) => {
      // Most of what a job tells is that it was looked at: a sum over the whole ledger for each would keep the window busy.
      const isNew = (job: Job): boolean => known.get(job.id) !== ledgerFace(job);
      if (removed.length === 0 && !changed.some(isNew)) return;
      for (const job of changed) known.set(job.id, ledgerFace(job));
      later.ask();
    }),
    { dispose: () => later.drop() },
    view.onDidChangeVisibility(update),
    // A machine that slept past midnight woke no timer.
    vscode.window.onDidChangeWindowState(update),
  );
}
