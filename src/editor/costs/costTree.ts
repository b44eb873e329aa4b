import * as vscode from 'vscode';
import type { Clock } from '../../engine/clock.ts';
import type { Disposable } from '../../engine/event.ts';
import type { Charges } from '../../engine/jobs/charges.ts';
import { dayOf } from '../../engine/jobs/periods.ts';
import { costRows, type CostRow } from './costRows.ts';

/** What was charged, as a tree. Nothing runs while nobody sees it. */
export class CostTree implements vscode.TreeDataProvider<CostRow>, vscode.Disposable {
  readonly #charges: Charges;
  readonly #clock: Clock;
  readonly #changeEmitter = new vscode.EventEmitter<undefined>();
  #rows: readonly CostRow[] = [];
  #visible = false;
  #midnight: Disposable | undefined;

  readonly onDidChangeTreeData = this.#changeEmitter.event;

  constructor(charges: Charges, clock: Clock) {
    this.#charges = charges;
    this.#clock = clock;
  }

  getChildren(row?: CostRow): CostRow[] {
    if (row !== undefined) return [...row.rows];
    const rows = costRows(this.#charges, this.#clock.now());
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

  setVisible(visible: boolean): void {
    this.#visible = visible;
    this.update();
  }

  /** Jobs or the time have changed: what is charged mostly has not, as a job changes at each look. */
  update(): void {
    this.#midnight?.dispose();
    if (!this.#visible) return;
    const now = this.#clock.now();
    this.#midnight = this.#clock.after(dayOf(now).end - now, () => this.update());
    if (JSON.stringify(costRows(this.#charges, now)) !== JSON.stringify(this.#rows))
      this.#changeEmitter.fire(undefined);
  }

  dispose(): void {
    this.#midnight?.dispose();
    this.#changeEmitter.dispose();
  }
}
