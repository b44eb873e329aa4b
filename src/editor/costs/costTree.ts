import * as vscode from 'vscode';
import type { Clock } from '../../engine/clock.ts';
import type { Disposable } from '../../engine/event.ts';
import type { Charges } from '../../engine/jobs/charges.ts';
import type { Job } from '../../engine/jobs/job.ts';
import { dayOf } from '../../engine/jobs/periods.ts';
import { Command, View } from '../contributions.ts';
import { costRows, type CostRow } from './costRows.ts';

/** What was charged, as a tree. Nothing runs while nobody sees it. */
export class CostTree implements vscode.TreeDataProvider<CostRow>, vscode.Disposable {
  readonly #charges: Charges;
  readonly #clock: Clock;
  readonly #unanswered: () => readonly Job[];
  readonly #changeEmitter = new vscode.EventEmitter<undefined>();
  #rows: readonly CostRow[] = [];
  #visible = false;
  #midnight: Disposable | undefined;

  readonly onDidChangeTreeData = this.#changeEmitter.event;

  /** `unanswered`: the jobs of which nobody knows what became. */
  constructor(charges: Charges, clock: Clock, unanswered: () => readonly Job[]) {
    this.#charges = charges;
    this.#clock = clock;
    this.#unanswered = unanswered;
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
    if (uncertain !== undefined)
      item.iconPath = new vscode.ThemeIcon('question', new vscode.ThemeColor('list.warningForeground'));
    if (uncertain === 'unknown') item.command = this.#toUnknown();
    item.accessibilityInformation = { label: `${label}: ${description}`, role: 'treeitem' };
    return Object.assign(item, { id, description, tooltip });
  }

  /** To what can be done about the one job that it is about, else to the list, in which they are marked. */
  #toUnknown(): vscode.Command {
    const [job, ...others] = this.#unanswered().filter(({ service }) => service === 'live');
    return job === undefined || others.length > 0
      ? { command: `${View.jobs}.focus`, title: vscode.l10n.t('Show Jobs') }
      : { command: Command.whatNow, title: vscode.l10n.t('What Now?'), arguments: [job.id] };
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
