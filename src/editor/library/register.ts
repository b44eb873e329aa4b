import * as vscode from 'vscode';
import { registerCommand, report } from '../commands.ts';
import { Command, ViewType } from '../contributions.ts';
import type { Studio } from '../studio.ts';

/** The library: its command, its tab after a restart, and clips that are moved. */
export function registerLibrary(studio: Studio): vscode.Disposable {
  let open: vscode.WebviewPanel | undefined;
  const attach = async (panel: vscode.WebviewPanel): Promise<void> => {
    open = panel;
    panel.onDidDispose(() => {
      if (open === panel) open = undefined;
    });
    const [{ LibraryPanel }, engine] = await Promise.all([import('./libraryPanel.ts'), studio.engine()]);
    new LibraryPanel(panel, engine, studio);
  };
  return vscode.Disposable.from(
    registerCommand(Command.openLibrary, studio.log, async () => {
      if (open !== undefined) open.reveal();
      else
        await attach(
          vscode.window.createWebviewPanel(ViewType.library, vscode.l10n.t('Library'), vscode.ViewColumn.Active),
        );
    }),
    vscode.window.registerWebviewPanelSerializer(ViewType.library, { deserializeWebviewPanel: attach }),
    studio.onDidOpenEngine((engine) => {
      import('./followRenames.ts').then(
        ({ followRenames }) => studio.context.subscriptions.push(followRenames(engine, studio.log)),
        (error: unknown) => report(error, studio.log),
      );
    }),
  );
}
