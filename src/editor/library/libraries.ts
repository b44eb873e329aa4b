import * as vscode from 'vscode';
import { ViewType } from '../contributions.ts';
import type { Studio } from '../studio.ts';
import { LibraryPanel } from './libraryPanel.ts';

let open: vscode.WebviewPanel | undefined;

/** Shows the library, in the one tab that it has. */
export async function openLibrary(studio: Studio): Promise<void> {
  if (open !== undefined) open.reveal();
  else
    await fillLibrary(
      vscode.window.createWebviewPanel(ViewType.library, vscode.l10n.t('Library'), vscode.ViewColumn.Active),
      studio,
    );
}

/** Fills a tab: a new one, or one that was open when VS Code was closed. Closes it and rejects where the jobs cannot be read. */
export async function fillLibrary(panel: vscode.WebviewPanel, studio: Studio): Promise<void> {
  open = panel;
  panel.onDidDispose(() => {
    if (open === panel) open = undefined;
  });
  try {
    new LibraryPanel(panel, await studio.engine(), studio);
  } catch (error) {
    // A tab that says nothing is worse than none: why there is none is told.
    panel.dispose();
    throw error;
  }
}
