import * as vscode from 'vscode';
import { registerCommand } from '../commands.ts';
import { Command, ViewType } from '../contributions.ts';
import type { Studio } from '../studio.ts';
import type { ComparePanels } from './comparePanels.ts';

/** *Compare Takes…* from the tree, the explorer, a preview and the palette, and its tabs after a restart. */
export function registerCompare(studio: Studio): vscode.Disposable {
  let panels: Promise<ComparePanels> | undefined;
  const open = (): Promise<ComparePanels> =>
    (panels ??= import('./comparePanels.ts').then(({ ComparePanels }) => new ComparePanels(studio)));
  return vscode.Disposable.from(
    registerCommand(Command.compare, studio.log, async (clicked: unknown, selected: unknown) =>
      (await open()).compare(clicked, selected),
    ),
    vscode.window.registerWebviewPanelSerializer(ViewType.compare, {
      deserializeWebviewPanel: async (panel, state: unknown) => (await open()).restore(panel, state),
    }),
  );
}
