import * as vscode from 'vscode';
import { ViewType } from '../contributions.ts';
import type { Studio } from '../studio.ts';
import { LibraryPanel } from './libraryPanel.ts';

let open: vscode.WebviewPanel | undefined;

/** What is shown in it. */
let library: LibraryPanel | undefined;

/** The text file that somebody was in before the library, what is copied from there is most likely for; undefined where there is none. */
export function documentBeforeLibrary(): vscode.Uri | undefined {
  return library?.document;
}

/** Shows the library, in the one tab that it has. */
export async function openLibrary(studio: Studio): Promise<void> {
  if (open !== undefined) open.reveal();
  else if (!(await showRestored()))
    await fillLibrary(
      vscode.window.createWebviewPanel(ViewType.library, vscode.l10n.t('Library'), vscode.ViewColumn.Active),
      studio,
    );
}

/** Groups of tabs are gone to by their number, in words. */
const numbers = ['First', 'Second', 'Third', 'Fourth', 'Fifth', 'Sixth', 'Seventh', 'Eighth'] as const;

/** Shows the tab that was open when VS Code was closed, which then has it filled; false where there is none. */
async function showRestored(): Promise<boolean> {
  for (const { tabs, viewColumn } of vscode.window.tabGroups.all) {
    const index = tabs.findIndex(
      ({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(ViewType.library),
    );
    const number = numbers[viewColumn - 1];
    if (index < 0 || number === undefined) continue;
    await vscode.commands.executeCommand(`workbench.action.focus${number}EditorGroup`);
    await vscode.commands.executeCommand('workbench.action.openEditorAtIndex', index);
    return true;
  }
  return false;
}

/** Fills a tab: a new one, or one that was open when VS Code was closed. Closes it and rejects where the jobs cannot be read. */
export async function fillLibrary(panel: vscode.WebviewPanel, studio: Studio): Promise<void> {
  open = panel;
  panel.onDidDispose(() => {
    if (open === panel) open = library = undefined;
  });
  try {
    library = new LibraryPanel(panel, await studio.engine(), studio);
  } catch (error) {
    // A tab that says nothing is worse than none: why there is none is told.
    panel.dispose();
    throw error;
  }
}
