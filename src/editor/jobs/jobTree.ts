import * as vscode from 'vscode';
import { shotOf } from '../../engine/drafts/shot.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Disposable } from '../../engine/event.ts';
import type { Job } from '../../engine/jobs/job.ts';
import type { StoreChange } from '../../engine/jobs/store.ts';
import type { JobRows, Shot } from './jobRows.ts';
import { shotElement, shotOfElement } from './shotElement.ts';

/** How often the elapsed times of active rows are written anew while somebody sees them, ms. Each time takes the row's tooltip away. */
const tick = 10_000;

/** How many jobs there are rows for at first: so many are there at once. */
const firstPage = 1000;

/** By how many times more each time somebody wants older ones. */
const growth = 4;

/** The row below the last one, where there are older jobs. */
const olderElement = 'older';

/**
 * The jobs as a tree, active ones on top, then newest first; several takes of a shot below one row. An element is a job's id, or a
 * shot's, so rows keep their place and selection.
 */
export class JobTree implements vscode.TreeDataProvider<string>, vscode.Disposable {
  readonly #engine: () => Promise<Engine>;
  readonly #marked: () => boolean;
  readonly #changeEmitter = new vscode.EventEmitter<string | undefined>();
  /** Left out until the tree is first shown. */
  #rows: JobRows | undefined;
  #listening: readonly Disposable[] | undefined;
  #ticking: NodeJS.Timeout | undefined;
  #visible = false;
  #limit: number;

  readonly onDidChangeTreeData = this.#changeEmitter.event;

  /**
   * `engine` opens the store; called when the tree is first shown. `marked`: rows say of a job of the sandbox that it is one; not
   * needed where the view's title does. `limit`: for how many jobs there are rows at first.
   */
  constructor(engine: () => Promise<Engine>, marked: () => boolean, limit = firstPage) {
    this.#limit = limit;
    this.#engine = engine;
    this.#marked = marked;
  }

  /** Writes all rows anew. */
  refresh(): void {
    this.#changeEmitter.fire(undefined);
  }

  /** Makes rows for older jobs too. */
  showOlder(): void {
    this.#limit *= growth;
    this.#rows = undefined;
    this.refresh();
  }

  async getChildren(element?: string): Promise<string[]> {
    if (element !== undefined) return (await this.#shot(element))?.takes.map(({ id }) => id) ?? [];
    const [{ store }, { JobRows }] = await Promise.all([this.#engine(), import('./jobRows.ts')]);
    this.#listening ??= [
      store.onDidChange((change) => this.#onChange(change)),
      // Another file may hold less: nobody tells of what is not there.
      store.onDidReopen(() => (this.#rows = undefined)),
    ];
    // Read once, and then kept by what the store tells: to read a thousand jobs for each that is new would hold up all other work.
    this.#rows ??= new JobRows(store.newest(this.#limit), (shot) => store.takesOf(shot), this.#limit);
    this.#schedule();
    const hasOlder = store.count() > this.#rows.count;
    return [...this.#rows.roots(), ...(hasOlder ? [olderElement] : [])];
  }

  async getTreeItem(element: string): Promise<vscode.TreeItem> {
    const { jobItem, olderItem, shotItem } = await import('./jobItem.ts');
    if (element === olderElement) return olderItem(olderElement);
    const shot = await this.#shot(element);
    if (shot !== undefined) {
      const newest = shot.takes.at(-1);
      return shotItem(shot, newest !== undefined && this.#hasTwin(newest));
    }
    const job = await this.#job(element);
    if (job === undefined) return new vscode.TreeItem('');
    const above = await this.#shot(shotElement(shotOf(job.draft)));
    const now = Date.now();
    const remaining = (await this.#engine()).store.expectations.remaining(job, now);
    return jobItem(job, now, this.#marked(), {
      ...(remaining !== undefined && { remaining }),
      ...(above !== undefined && { shot: above }),
      named: above === undefined && this.#hasTwin(job),
    });
  }

  /** A row's tooltip is written when somebody points at it: it tells of other jobs. */
  async resolveTreeItem(item: vscode.TreeItem, element: string): Promise<vscode.TreeItem> {
    const { store } = await this.#engine();
    const job = store.get(element);
    if (job === undefined) return item;
    const { jobTooltip } = await import('./jobTooltip.ts');
    const from = job.draft.lineage?.from;
    const shot = await this.#shot(shotElement(shotOf(job.draft)));
    const remaining = store.expectations.remaining(job, Date.now());
    item.tooltip = jobTooltip(job, {
      ...(remaining !== undefined && { remaining }),
      ...(shot !== undefined && { shot }),
      ...(from !== undefined && { parent: from.job === undefined ? undefined : store.get(from.job) }),
      next: store.descendants(job.id).filter(({ draft }) => shotOf(draft) !== shotOf(job.draft)),
    });
    return item;
  }

  async getParent(element: string): Promise<string | undefined> {
    if (shotOfElement(element) !== undefined) return undefined;
    const job = await this.#job(element);
    if (job === undefined) return undefined;
    const shot = shotElement(shotOf(job.draft));
    return (await this.#shot(shot)) === undefined ? undefined : shot;
  }

  /** Elapsed times run only while somebody sees them. */
  setVisible(visible: boolean): void {
    this.#visible = visible;
    if (visible) this.#redrawActive();
    this.#schedule();
  }

  dispose(): void {
    clearTimeout(this.#ticking);
    for (const listening of this.#listening ?? []) listening.dispose();
    this.#changeEmitter.dispose();
  }

  /** VS Code asks for a row that is to be revealed before it has asked for any, or for those that are new. */
  async #job(id: string): Promise<Job | undefined> {
    return this.#rows?.get(id) ?? (await this.#engine()).store.get(id);
  }

  async #shot(element: string): Promise<Shot | undefined> {
    const id = shotOfElement(element);
    if (id === undefined) return undefined;
    if (this.#rows?.hasShot(id)) return this.#rows.shot(id);
    const takes = (await this.#engine()).store.takesOf(id);
    return takes.length < 2 ? undefined : { id, takes };
  }

  #hasTwin(job: Job): boolean {
    return this.#rows?.hasTwin(job) ?? false;
  }

  #onChange(change: StoreChange): void {
    const redraw = this.#rows?.update(change) ?? 'all';
    if (redraw === 'all') this.#changeEmitter.fire(undefined);
    else for (const element of redraw) this.#changeEmitter.fire(element);
    this.#schedule();
  }

  #redrawActive(): void {
    for (const { id } of this.#rows?.active ?? []) this.#changeEmitter.fire(id);
  }

  #schedule(): void {
    if (this.#visible && (this.#rows?.active.length ?? 0) > 0) {
      this.#ticking ??= setTimeout(() => {
        this.#ticking = undefined;
        this.#redrawActive();
        this.#schedule();
      }, tick);
    } else {
      clearTimeout(this.#ticking);
      this.#ticking = undefined;
    }
  }
}
