import * as vscode from 'vscode';

/**
 * Under which name this window remembers, by where it works: a remote's jobs belong to that remote's store. Undefined on the client's
 * own machine, whose disk is not lost with a container.
 */
export function memoryName(): string | undefined {
  const { remoteName } = vscode.env;
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  return remoteName === undefined ? undefined : `unfinished ${remoteName} ${folder?.uri.toString() ?? ''}`;
}

/** What the client remembers of jobs that were not finished when this machine was last seen. Foreign input to whoever reads it. */
export function remembered(context: vscode.ExtensionContext): readonly unknown[] {
  const name = memoryName();
  const value = name === undefined ? undefined : context.globalState.get<unknown>(name);
  return Array.isArray(value) ? value : [];
}
