import * as vscode from 'vscode';
import type { Disposable } from '../../engine/event.ts';
import type { Job } from '../../engine/jobs/job.ts';
import type { JobStore } from '../../engine/jobs/store.ts';
import { ContextKey } from '../contributions.ts';
import { isSample } from './sample.ts';

/** So many of the newest jobs tell at the start which steps were gone already. */
const looked = 100;

/** Tells the walkthrough which of its steps are done: the sample was made, and a clip of one's own. */
export function followFirstSteps(
  store: Pick<JobStore, 'newest' | 'onDidChange'>,
  context: Pick<vscode.ExtensionContext, 'globalStorageUri'>,
): Disposable {
  const done = new Set<string>();
  const look = (jobs: readonly Job[]): void => {
    for (const job of jobs) {
      if (job.download.state !== 'done') continue;
      const key = isSample(job, context) ? ContextKey.hasSample : ContextKey.hasClip;
      if (done.has(key)) continue;
      done.add(key);
      void vscode.commands.executeCommand('setContext', key, true);
    }
  };
  look(store.newest(looked));
  return store.onDidChange(({ changed }) => look(changed));
}
