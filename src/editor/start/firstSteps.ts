import * as vscode from 'vscode';
import type { Disposable } from '../../engine/event.ts';
import type { Job } from '../../engine/jobs/job.ts';
import type { JobStore } from '../../engine/jobs/store.ts';
import { ContextKey } from '../contributions.ts';
import { isSample } from './sample.ts';

/** So many of the newest jobs tell at the start which steps were gone already. */
const looked = 100;

/** Tells the walkthrough which of its steps are done: the sample was made, a clip of one's own, and one that goes on from another. */
export function followFirstSteps(
  store: Pick<JobStore, 'newest' | 'onDidChange'>,
  context: Pick<vscode.ExtensionContext, 'globalStorageUri'>,
): Disposable {
  const done = new Set<string>();
  const look = (jobs: readonly Job[]): void => {
    for (const key of jobs.flatMap((job) => stepsOf(job, context))) {
      if (done.has(key)) continue;
      done.add(key);
      void vscode.commands.executeCommand('setContext', key, true);
    }
  };
  look(store.newest(looked));
  return store.onDidChange(({ changed }) => look(changed));
}

/** The steps that this job shows to be done. */
function stepsOf(job: Job, context: Pick<vscode.ExtensionContext, 'globalStorageUri'>): string[] {
  const made = isSample(job, context) ? ContextKey.hasSample : ContextKey.hasClip;
  return [
    ...(job.download.state === 'done' ? [made] : []),
    // The gesture itself ticks it in the window where it is made; this does in those that come after.
    ...(job.draft.lineage?.from?.way === 'continue' ? [ContextKey.hasContinued] : []),
  ];
}
