import * as vscode from 'vscode';

/** Why a file cannot be shown or opened outside VS Code here, or undefined where it can. */
export function whyNotOutside(): string | undefined {
  const isHere = vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined;
  return isHere
    ? undefined
    : vscode.l10n.t('Not from a browser or a remote window. Download the file from the Explorer instead.');
}

/** True where the explorer can show the file. */
function isInWorkspace(uri: vscode.Uri): boolean {
  return vscode.workspace.getWorkspaceFolder(uri) !== undefined;
}

/** Why a file can be shown nowhere, or undefined where it can. */
export function whyNotRevealed(uri: vscode.Uri): string | undefined {
  return isInWorkspace(uri) ? undefined : whyNotOutside();
}

/** Shows a file where it is: in the explorer, or in the system's file manager where it is not of the workspace. */
export async function revealFile(uri: vscode.Uri): Promise<void> {
  await vscode.commands.executeCommand(isInWorkspace(uri) ? 'revealInExplorer' : 'revealFileInOS', uri);
}
