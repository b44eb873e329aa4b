import * as vscode from 'vscode';
import type { JobStore } from '../../engine/jobs/store.ts';
import { dayOf } from '../../engine/jobs/periods.ts';
import { ContextKey, View } from '../contributions.ts';
import type { SafeLog } from '../log.ts';
import { costRows, type CostRow } from './costRows.ts';

/** The sidebar's view of what was charged; not there before anything was. Nothing runs while nobody sees it. */
export class CostsView implements vscode.TreeDataProvider<CostRow>, vscode.Disposable {
  readonly #store: JobStore;
  readonly #log: SafeLog;
  readonly #changeEmitter = new vscode.EventEmitter<undefined>();
  readonly #view: vscode.TreeView<CostRow>;
  readonly #parts: vscode.Disposable;
  #rows: readonly CostRow[] = [];
  #hasCharges = false;
  #midnight: NodeJS.Timeout | undefined;

  readonly onDidChangeTreeData = this.#changeEmitter.event;

  constructor(store: JobStore, log: SafeLog) {
    this.#store = store;
    this.#log = log;
    this.#view = vscode.window.createTreeView(View.costs, { treeDataProvider: this });
    this.#parts = vscode.Disposable.from(
      this.#changeEmitter,
      this.#view,
      store.onDidChange(() => this.#update()),
      this.#view.onDidChangeVisibility(() => this.#update()),
      // A machine that slept past midnight woke no timer.
      vscode.window.onDidChangeWindowState(() => this.#update()),
    );
    this.#update();
  }

  getChildren(row?: CostRow): CostRow[] {
    if (row !== undefined) return [...row.rows];
    const rows = costRows(this.#store.charges, Date.now());
    this.#rows = rows;
    return rows;
  }

  getTreeItem({ id, label, description, tooltip, uncertain, open, rows }: CostRow): vscode.TreeItem {
    const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(label, rows.length === 0 ? None : open === true ? Expanded : Collapsed);
    if (uncertain === true)
      item.iconPath = new vscode.ThemeIcon('question', new vscode.ThemeColor('list.warningForeground'));
    item.accessibilityInformation = { label: `${label}: ${description}`, role: 'treeitem' };
    return Object.assign(item, { id, description, tooltip });
  }

  dispose(): void {
    clearTimeout(this.#midnight);
    this.#parts.dispose();
  }

  #update(): void {
    clearTimeout(this.#midnight);
    try {
      this.#show();
    } catch (error) {
      this.#log.warn('the costs cannot be read', error);
    }
  }

  #show(): void {
    if (!this.#hasCharges && !this.#store.charges.isEmpty()) {
      this.#hasCharges = true;
      void vscode.commands.executeCommand('setContext', ContextKey.hasCharges, true);
    }
    if (!this.#view.visible) return;
    const now = Date.now();
    this.#midnight = setTimeout(() => this.#update(), dayOf(now).end - now);
    // Jobs change at each look, what they cost does not.
    if (JSON.stringify(costRows(this.#store.charges, now)) !== JSON.stringify(this.#rows))
      this.#changeEmitter.fire(undefined);
  }
}
