import { realpath } from 'node:fs/promises';
import * as vscode from 'vscode';

/** Paths of the workspace's folders on this machine's disk: as they are named, and as they are in truth. */
export async function workspaceFolders(): Promise<readonly string[]> {
  const named = (vscode.workspace.workspaceFolders ?? [])
    .filter(({ uri }) => uri.scheme === 'file')
    .map(({ uri }) => uri.fsPath);
  return [...named, ...(await Promise.all(named.map((folder) => realpath(folder).catch(() => folder))))];
}
