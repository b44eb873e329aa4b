import * as vscode from 'vscode';
import type { Job } from '../../engine/jobs/job.ts';
import type { Repair } from '../../engine/jobs/store.ts';
import { report } from '../commands.ts';
import type { Studio } from '../studio.ts';

/** Ends that come within this time (ms) are told in one notification. */
const gatherFor = 1500;

/** Tells when jobs end, and when their database had to be mended. The engine picks the one window that does. */
export function registerNotifications(studio: Studio): vscode.Disposable {
  const gathered: Job[] = [];
  let timer: NodeJS.Timeout | undefined;
  const tell = async (): Promise<void> => {
    const { tellEnds } = await import('./tellEnds.ts');
    await tellEnds(gathered.splice(0));
  };
  const tellRepair = async (repair: Repair): Promise<void> => (await import('./tellRepair.ts')).tellRepair(repair);
  const opened = studio.onDidOpenEngine((engine) => {
    const listening = engine.onDidEnd((job) => {
      gathered.push(job);
      clearTimeout(timer);
      timer = setTimeout(() => void tell().catch((error: unknown) => report(error, studio.log)), gatherFor);
    });
    const repaired = engine.onDidRepair((repair) => {
      tellRepair(repair).catch((error: unknown) => report(error, studio.log));
    });
    studio.context.subscriptions.push(listening, repaired);
  });
  return vscode.Disposable.from(opened, { dispose: () => clearTimeout(timer) });
}
