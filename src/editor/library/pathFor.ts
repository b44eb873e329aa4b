import * as vscode from 'vscode';
import { relativePath } from './snippets.ts';

/**
 * How a document names a file: by the way from its own folder; without a `document`, from the file's workspace folder. By its whole URI
 * where no way leads there.
 */
export function pathFor(file: vscode.Uri, document: vscode.Uri | undefined): string {
  const folder =
    document === undefined
      ? (vscode.workspace.getWorkspaceFolder(file) ?? vscode.workspace.workspaceFolders?.[0])?.uri
      : vscode.Uri.joinPath(document, '..');
  const isNear =
    folder?.scheme === file.scheme && folder.authority === file.authority && driveOf(folder) === driveOf(file);
  return isNear ? relativePath(folder.path, file.path) : file.toString();
}

/** On Windows no way leads from one drive to another. */
function driveOf({ path }: vscode.Uri): string {
  return /^\/[a-z]:/i.exec(path)?.[0].toLowerCase() ?? '';
}
