import * as vscode from 'vscode';
import type { Engine } from '../engine/engine.ts';

/**
 * Under which name this window remembers, by where it works: a remote's jobs belong to that remote's store. Undefined on the client's
 * own machine, whose disk is not lost with a container.
 */
function memoryName(): string | undefined {
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

/**
 * Mirrors the jobs that may be charged, and whose answer or file is not where it belongs yet, into `globalState`. It lives with the user's client, while the
 * store lives in the container or on the remote machine and is gone when that is rebuilt: a paid job must not be.
 */
export function rememberUnfinished(context: vscode.ExtensionContext, engine: Engine): void {
  const name = memoryName();
  if (name === undefined) return;
  let last = '';
  const remember = (): void => {
    const jobs = engine.toRemember().filter(({ service }) => service === 'live');
    const ids = jobs.map(({ id, state, sentAt, download }) => [id, state, sentAt, download.state].join(' ')).join();
    if (ids === last) return;
    last = ids;
    void context.globalState.update(name, jobs);
  };
  remember();
  context.subscriptions.push(engine.store.onDidChange(remember));
}
