import * as vscode from 'vscode';
import { registerCommand, report } from '../commands.ts';
import type { Composers } from '../composer/composers.ts';
import { Command, View } from '../contributions.ts';
import type { Studio } from '../studio.ts';
import { LazyTree } from './lazyTree.ts';

/** The sidebar's view of jobs, with the number of active ones as its badge. */
export class JobsView implements vscode.Disposable {
  readonly #view: vscode.TreeView<string>;
  readonly #studio: Studio;
  readonly #parts: vscode.Disposable;

  /** `composers` are asked for when something is dropped onto it. */
  constructor(studio: Studio, composers: () => Promise<Composers>) {
    this.#studio = studio;
    const tree = new LazyTree(async () => {
      const [{ JobTree }, { registerRejectedRows }] = await Promise.all([
        import('./jobTree.ts'),
        import('./rejectedRows.ts'),
      ]);
      studio.context.subscriptions.push(registerRejectedRows());
      return new JobTree(
        () => studio.engine(),
        () => !studio.settings.sandbox,
      );
    });
    const uriList = ['text/uri-list'];
    this.#view = vscode.window.createTreeView(View.jobs, {
      treeDataProvider: tree,
      canSelectMany: true,
      dragAndDropController: {
        dragMimeTypes: uriList,
        dropMimeTypes: [...uriList, 'files'],
        handleDrag: async (rows, transfer) =>
          (await import('./dragJobs.ts')).dragClips((await studio.engine()).store, rows, transfer),
        handleDrop: async (_row, transfer) =>
          (await import('./dragJobs.ts'))
            .dropOnJobs(transfer, studio, composers)
            .catch((error: unknown) => report(error, studio.log)),
      },
    });
    this.#parts = vscode.Disposable.from(
      tree,
      registerCommand(Command.showOlder, studio.log, () => tree.showOlder()),
      this.#view,
      this.#view.onDidChangeVisibility(({ visible }) => tree.setVisible(visible)),
      studio.onDidOpenEngine(async ({ store }) => {
        const { showActive } = await import('./activeBadge.ts');
        studio.context.subscriptions.push(showActive(this.#view, store));
      }),
      studio.settings.onDidChange(() => {
        this.#markSandbox();
        tree.refresh();
      }),
    );
    tree.setVisible(this.#view.visible);
    this.#markSandbox();
  }

  /** Shows a job's row, without taking the focus from what the user does. */
  async show(id: string): Promise<void> {
    await this.#view.reveal(id, { select: true, focus: false });
  }

  dispose(): void {
    this.#parts.dispose();
  }

  /** Shows a line above the rows; none where it is empty. */
  say(message: string): void {
    this.#view.message = message;
  }

  #markSandbox(): void {
    // In the title, as VS Code shows no description of a container's only view.
    this.#view.title = this.#studio.settings.sandbox ? vscode.l10n.t('Jobs (Sandbox)') : vscode.l10n.t('Jobs');
  }
}
