import * as vscode from 'vscode';
import type { JobTree } from './jobTree.ts';

/** The tree of jobs as VS Code asks it, loaded when it is first asked: most windows never show it. */
export class LazyTree implements vscode.TreeDataProvider<string>, vscode.Disposable {
  readonly #load: () => Promise<JobTree>;
  readonly #changeEmitter = new vscode.EventEmitter<string | undefined>();
  #loading: Promise<JobTree> | undefined;
  #tree: JobTree | undefined;
  #visible = false;

  readonly onDidChangeTreeData = this.#changeEmitter.event;

  constructor(load: () => Promise<JobTree>) {
    this.#load = load;
  }

  getChildren = async (element?: string): Promise<string[]> => (await this.#get()).getChildren(element);
  getTreeItem = async (element: string): Promise<vscode.TreeItem> => (await this.#get()).getTreeItem(element);
  getParent = async (element: string): Promise<string | undefined> => (await this.#get()).getParent(element);
  resolveTreeItem = async (item: vscode.TreeItem, element: string): Promise<vscode.TreeItem> =>
    (await this.#get()).resolveTreeItem(item, element);

  /** Writes all rows anew. */
  refresh(): void {
    this.#tree?.refresh();
  }

  /** Makes rows for older jobs too. */
  showOlder(): void {
    this.#tree?.showOlder();
  }

  /** Elapsed times run only while somebody sees them. */
  setVisible(visible: boolean): void {
    this.#visible = visible;
    this.#tree?.setVisible(visible);
  }

  dispose(): void {
    this.#tree?.dispose();
    this.#changeEmitter.dispose();
  }

  #get(): Promise<JobTree> {
    this.#loading ??= this.#load().then((tree) => {
      this.#tree = tree;
      tree.onDidChangeTreeData((element) => this.#changeEmitter.fire(element));
      tree.setVisible(this.#visible);
      return tree;
    });
    return this.#loading;
  }
}
