import { realpath } from 'node:fs/promises';
import { isAbsolute, posix, relative, sep, win32 } from 'node:path';
import * as vscode from 'vscode';
import { AgentError } from './agentError.ts';

/**
 * The file that an agent named: by a path relative to a folder of the workspace, an absolute one, or a URI. Rejects with `AgentError`
 * where it is not inside the workspace, by its name or in truth: an agent may have been told by a stranger's text to fetch what is not.
 */
export async function workspaceFile(named: string): Promise<vscode.Uri> {
  const uri = await uriOf(named);
  // A path is compared as it is written: nothing in it may lead elsewhere.
  const segments = uri.path.split(/[\\/]/);
  if (segments.some((segment) => /^\.[. ]*$/.test(segment)) || uri.path.includes('\0') || uri.query !== '')
    throw outside(named);
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  if (folder === undefined) throw outside(named);
  const type = await vscode.workspace.fs.stat(uri).then(
    (found) => found.type,
    () => undefined,
  );
  if (type === undefined || (type & vscode.FileType.File) === 0)
    throw new AgentError(
      `There is no file "${named}" in the workspace. Check the path; it is relative to ${places()}.`,
    );
  if (uri.scheme === 'file') {
    if (!(await isInside(uri.fsPath))) throw outside(named);
  } else if ((type & vscode.FileType.SymbolicLink) !== 0) {
    // Where it leads on another machine nobody here can tell.
    throw outside(named);
  }
  return uri;
}

/** True where a path leads into the workspace, links followed. */
async function isInside(path: string): Promise<boolean> {
  const real = await realpath(path);
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  const roots = await Promise.all(folders.map(({ uri }) => realpath(uri.fsPath).catch(() => undefined)));
  return roots.some((root) => {
    if (root === undefined) return false;
    const way = relative(root, real);
    return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
  });
}

async function uriOf(named: string): Promise<vscode.Uri> {
  // One letter before a colon is a drive.
  if (/^[a-z][\w+.-]+:/i.test(named)) return parsed(named);
  if (posix.isAbsolute(named) || win32.isAbsolute(named)) return vscode.Uri.file(named);
  // Joining takes out what leads upwards: it is looked at as it was written.
  if (named.split(/[\\/]/).some((segment) => /^\.[. ]*\.[. ]*$/.test(segment))) throw outside(named);
  const folders = vscode.workspace.workspaceFolders ?? [];
  const candidates = folders.flatMap(({ uri, name }) => [
    vscode.Uri.joinPath(uri, named),
    // As a window of several folders writes it.
    ...(folders.length > 1 && named.startsWith(`${name}/`)
      ? [vscode.Uri.joinPath(uri, named.slice(name.length + 1))]
      : []),
  ]);
  for (const candidate of candidates) {
    const isThere = await vscode.workspace.fs.stat(candidate).then(
      () => true,
      () => false,
    );
    if (isThere) return candidate;
  }
  const [first] = candidates;
  if (first === undefined)
    throw new AgentError(
      `"${named}" cannot be used: no folder is open in VS Code. Open one, or give public https:// URLs.`,
    );
  return first;
}

function parsed(named: string): vscode.Uri {
  let uri: vscode.Uri;
  try {
    uri = vscode.Uri.parse(named, true);
  } catch {
    throw outside(named);
  }
  // A remote's file is a plain one here, on the remote.
  return uri.scheme === 'vscode-remote' && vscode.env.remoteName !== undefined ? vscode.Uri.file(uri.path) : uri;
}

function outside(named: string): AgentError {
  return new AgentError(
    `"${named}" is not inside the open workspace (links are followed, and ".." is not taken), so it is not used. Name a file below ${places()}, or ask the person to copy it there.`,
  );
}

function places(): string {
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) =>
    uri.scheme === 'file' ? uri.fsPath : uri.toString(),
  );
  return folders.join(' or ') || 'a folder that is open in VS Code';
}
