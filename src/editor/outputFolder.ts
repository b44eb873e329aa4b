import { isAbsolute, posix, win32 } from 'node:path';
import * as vscode from 'vscode';
import type { Settings } from './settings.ts';

const fallback = 'seedance';

/**
 * The folder for the clips of `source`'s workspace. A path of the workspace's own settings stays inside the workspace, whatever it
 * says: it may come from somebody else. An absolute one is taken from the user's settings. Without a workspace: `storage`.
 */
export function outputFolder(settings: Settings, source: vscode.Uri | undefined, storage: vscode.Uri): vscode.Uri {
  const workspace = workspaceOf(source);
  const { user, workspace: asked } = settings.outputFolder(workspace?.uri);
  if (asked !== undefined && isInside(asked) && workspace !== undefined) return joined(workspace.uri, asked);
  const chosen = user ?? fallback;
  if (isAbsolute(chosen)) return vscode.Uri.file(chosen);
  if (workspace === undefined) return vscode.Uri.joinPath(storage, 'clips');
  return joined(workspace.uri, isInside(chosen) ? chosen : fallback);
}

/** The workspace folder that a draft belongs to: its first file's, else the only or first one. */
function workspaceOf(source: vscode.Uri | undefined): vscode.WorkspaceFolder | undefined {
  const own = source && vscode.workspace.getWorkspaceFolder(source);
  return own ?? vscode.workspace.workspaceFolders?.[0];
}

/** True for a relative path, on any system, that does not climb out. */
function isInside(path: string): boolean {
  const segments = path.split(/[\\/]/);
  return (
    path.trim() !== '' &&
    !posix.isAbsolute(path) &&
    !win32.isAbsolute(path) &&
    !/^[a-z]:/i.test(path) &&
    !segments.includes('..') &&
    !path.includes('\0')
  );
}

function joined(root: vscode.Uri, path: string): vscode.Uri {
  return vscode.Uri.joinPath(root, ...path.split(/[\\/]/).filter((segment) => segment !== '' && segment !== '.'));
}
