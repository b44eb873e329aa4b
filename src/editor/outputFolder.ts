import { realpath } from 'node:fs/promises';
import { dirname, isAbsolute, posix, relative, sep, win32 } from 'node:path';
import * as vscode from 'vscode';
import { UserError } from './commands.ts';
import type { Settings } from './settings.ts';

const fallback = 'seedance';

/**
 * The folder for the clips of `source`'s workspace. It stays inside the workspace, whatever settings say that may come from somebody
 * else: a workspace's own, a remote machine's. An absolute one is taken from the user's. Without a workspace: `storage`.
 */
export function outputFolder(settings: Settings, source: vscode.Uri | undefined, storage: vscode.Uri): vscode.Uri {
  const workspace = workspaceOf(source);
  const { effective, own = fallback } = settings.outputFolder(workspace?.uri);
  if (workspace !== undefined && isInside(effective)) return joined(workspace.uri, effective);
  if (isAbsolute(own)) return vscode.Uri.file(own);
  if (workspace === undefined) return vscode.Uri.joinPath(storage, 'clips');
  return joined(workspace.uri, isInside(own) ? own : fallback);
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
    // Windows takes `.. ` for `..`.
    !segments.some((segment) => /^\.[. ]*\.[. ]*$/.test(segment)) &&
    !/[\p{Cc}:]/u.test(path)
  );
}

function joined(root: vscode.Uri, path: string): vscode.Uri {
  return vscode.Uri.joinPath(root, ...path.split(/[\\/]/).filter((segment) => segment !== '' && segment !== '.'));
}

/**
 * Rejects with a `UserError` where a folder of the workspace leads out of it by a link. The link came with the workspace, maybe from
 * somebody else: only the user's own settings may name a place outside.
 */
export async function assertStaysInside(folder: vscode.Uri): Promise<void> {
  const workspace = vscode.workspace.getWorkspaceFolder(folder);
  if (workspace === undefined || folder.scheme !== 'file') return;
  const [root, real] = await Promise.all([realpath(workspace.uri.fsPath), realPathOf(folder.fsPath)]);
  const way = relative(root, real);
  if (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)) return;
  throw new UserError(
    vscode.l10n.t(
      'The output folder “{0}” is a link to {1}, outside of the workspace. To keep clips there, set that path as “seedance.outputFolder” in your user settings.',
      vscode.workspace.asRelativePath(folder, false),
      real,
    ),
  );
}

/** True where a file stands in the place of a folder, or of one above it: then it cannot be made. */
export async function isBlocked(folder: vscode.Uri): Promise<boolean> {
  try {
    const { type } = await vscode.workspace.fs.stat(folder);
    return (type & vscode.FileType.Directory) === 0;
  } catch {
    const parent = vscode.Uri.joinPath(folder, '..');
    return parent.path !== folder.path && isBlocked(parent);
  }
}

/** Where a path leads in truth; of what is not there yet, where its nearest folder does. */
async function realPathOf(path: string): Promise<string> {
  return realpath(path).catch((error: unknown) => {
    const parent = dirname(path);
    if (parent === path) throw error;
    return realPathOf(parent);
  });
}
