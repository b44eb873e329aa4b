import * as vscode from 'vscode';
import type { Job } from '../../engine/jobs/job.ts';
import { report } from '../commands.ts';
import type { Studio } from '../studio.ts';

/** Ends that come within this time (ms) are told in one notification. */
const gatherFor = 1500;

/** Tells when jobs end. The engine picks the one window that does. */
export function registerNotifications(studio: Studio): vscode.Disposable {
  const gathered: Job[] = [];
  let timer: NodeJS.Timeout | undefined;
  const tell = async (): Promise<void> => {
    const { tellEnds } = await import('./tellEnds.ts');
    await tellEnds(gathered.splice(0));
  };
  const opened = studio.onDidOpenEngine((engine) => {
    const listening = engine.onDidEnd((job) => {
      gathered.push(job);
      clearTimeout(timer);
      timer = setTimeout(() => void tell().catch((error: unknown) => report(error, studio.log)), gatherFor);
    });
    studio.context.subscriptions.push(listening);
  });
  return vscode.Disposable.from(opened, { dispose: () => clearTimeout(timer) });
}
