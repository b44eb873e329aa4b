import * as vscode from 'vscode';
import type { Engine } from '../../engine/engine.ts';
import { isActive, type Job } from '../../engine/jobs/job.ts';
import type { Disposable } from '../../engine/event.ts';
import type { StoreChange } from '../../engine/jobs/store.ts';

/** How often the elapsed times of active rows are written anew while somebody sees them, ms. Each time takes the row's tooltip away. */
const tick = 10_000;

/** The jobs as a tree, active ones on top, then newest first. An element is a job's id, so rows keep their place and selection. */
export class JobTree implements vscode.TreeDataProvider<string>, vscode.Disposable {
  readonly #engine: () => Promise<Engine>;
  readonly #marked: () => boolean;
  readonly #changeEmitter = new vscode.EventEmitter<string | undefined>();
  #jobs = new Map<string, Job>();
  #listening: Disposable | undefined;
  #ticking: NodeJS.Timeout | undefined;
  #visible = false;

  readonly onDidChangeTreeData = this.#changeEmitter.event;

  /**
   * `engine` opens the store; called when the tree is first shown. `marked`: rows say of a job of the sandbox that it is one; not
   * needed where the view's title does.
   */
  constructor(engine: () => Promise<Engine>, marked: () => boolean) {
    this.#engine = engine;
    this.#marked = marked;
  }

  /** Writes all rows anew. */
  refresh(): void {
    this.#changeEmitter.fire(undefined);
  }

  async getChildren(element?: string): Promise<string[]> {
    if (element !== undefined) return [];
    const { store } = await this.#engine();
    this.#listening ??= store.onDidChange((change) => this.#onChange(change));
    this.#jobs = new Map(store.list().map((job) => [job.id, job]));
    this.#schedule();
    const jobs = [...this.#jobs.values()];
    return [...jobs.filter(isActive), ...jobs.filter((job) => !isActive(job))].map(({ id }) => id);
  }

  async getTreeItem(id: string): Promise<vscode.TreeItem> {
    // VS Code asks for a row that is to be revealed before it has asked for any.
    const job = this.#jobs.get(id) ?? (await this.#engine()).store.get(id);
    const { jobItem } = await import('./jobItem.ts');
    return job === undefined ? new vscode.TreeItem('') : jobItem(job, Date.now(), this.#marked());
  }

  getParent(): undefined {
    return undefined;
  }

  /** Elapsed times run only while somebody sees them. */
  setVisible(visible: boolean): void {
    this.#visible = visible;
    if (visible) this.#redrawActive();
    this.#schedule();
  }

  dispose(): void {
    clearTimeout(this.#ticking);
    this.#listening?.dispose();
    this.#changeEmitter.dispose();
  }

  #onChange({ changed, removed }: StoreChange): void {
    const keepsOrder = removed.length === 0 && changed.every((job) => this.#keepsPlace(job));
    const drawnAnew = changed.filter((job) => face(job) !== face(this.#jobs.get(job.id)));
    for (const job of changed) this.#jobs.set(job.id, job);
    if (keepsOrder) for (const { id } of drawnAnew) this.#changeEmitter.fire(id);
    else this.#changeEmitter.fire(undefined);
    this.#schedule();
  }

  #keepsPlace(job: Job): boolean {
    const before = this.#jobs.get(job.id);
    return before !== undefined && isActive(before) === isActive(job);
  }

  #redrawActive(): void {
    for (const job of this.#jobs.values()) if (isActive(job)) this.#changeEmitter.fire(job.id);
  }

  #schedule(): void {
    if (this.#visible && [...this.#jobs.values()].some(isActive)) {
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

/** What a row is drawn from: all of a job but when it was and will be looked at. A row that is drawn anew loses its tooltip. */
function face(job: Job | undefined): string {
  return JSON.stringify({ ...job, polls: 0, pollFailures: 0, pollAt: 0 });
}
