import * as vscode from 'vscode';

/**
 * The files that a command of a menu or of the palette is about: the explorer and tabs give the clicked one and, where there are several,
 * all of them; the palette gives none, and then it is the file of the tab in front.
 */
export function chosenFiles(clicked: unknown, selected: unknown): vscode.Uri[] {
  const several = Array.isArray(selected) ? selected.filter((uri) => uri instanceof vscode.Uri) : [];
  if (several.length > 0) return several;
  if (clicked instanceof vscode.Uri) return [clicked];
  const { activeTab } = vscode.window.tabGroups.activeTabGroup;
  const input: unknown = activeTab?.input;
  return input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom ? [input.uri] : [];
}
