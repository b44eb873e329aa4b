import * as vscode from 'vscode';

/** Shows a file where it is: in the explorer, or in the system's file manager where it is not of the workspace. */
export async function revealFile(uri: vscode.Uri): Promise<void> {
  const inside = vscode.workspace.getWorkspaceFolder(uri) !== undefined;
  await vscode.commands.executeCommand(inside ? 'revealInExplorer' : 'revealFileInOS', uri);
}
