import * as vscode from 'vscode';
import { registerCommand, report } from '../commands.ts';
import { Command, ViewType } from '../contributions.ts';
import type { Studio } from '../studio.ts';

/** The library: its command, its tab after a restart, and clips that are moved. */
export function registerLibrary(studio: Studio): vscode.Disposable {
  const { log, context } = studio;
  const libraries = () => import('./libraries.ts');
  return vscode.Disposable.from(
    registerCommand(Command.openLibrary, log, async () => (await libraries()).openLibrary(studio)),
    vscode.window.registerWebviewPanelSerializer(ViewType.library, {
      deserializeWebviewPanel: async (panel) => {
        const { fillLibrary } = await libraries();
        await fillLibrary(panel, studio).catch((error: unknown) => report(error, log, 'the library'));
      },
    }),
    studio.onDidOpenEngine((engine) => {
      import('./followRenames.ts').then(
        ({ followRenames }) => context.subscriptions.push(followRenames(engine, log)),
        (error: unknown) => report(error, log),
      );
    }),
  );
}
