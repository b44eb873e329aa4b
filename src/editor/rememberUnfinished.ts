import type { ExtensionContext } from 'vscode';
import type { Engine } from '../engine/engine.ts';
import { memoryName } from './memory.ts';

/**
 * Mirrors the jobs that may be charged, and whose answer or file is not where it belongs yet, into `globalState`. It lives with the user's client, while the
 * store lives in the container or on the remote machine and is gone when that is rebuilt: a paid job must not be.
 */
export function rememberUnfinished(context: ExtensionContext, engine: Engine): void {
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
