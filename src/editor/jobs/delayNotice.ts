import type { Engine } from '../../engine/engine.ts';
import type { Disposable } from '../../engine/event.ts';
import type { Job } from '../../engine/jobs/job.ts';
import { report } from '../commands.ts';
import type { Studio } from '../studio.ts';
import { reasonOf } from '../words/jobText.ts';
import { tellOne } from './tellEnds.ts';

/** Most clips come at one of the next tries; of one that is paid for and not here by then somebody should know (ms). */
const patience = 60_000;

/** Tells once, over all windows, of a clip that is ready and still cannot be fetched, as the service keeps it only for a while. */
export function registerDelayNotice(engine: Engine, studio: Studio): Disposable {
  return engine.store.onDidChange(({ changed }) => {
    for (const job of changed.filter(isLate)) {
      if (engine.claimQuestion(`download ${job.id}`)) tellOne(job).catch((error: unknown) => report(error, studio.log));
    }
  });
}

/** What somebody has to mend for all jobs is asked for once, and not for each clip. */
function isLate(job: Job): boolean {
  const { state, download, endedAt = 0 } = job;
  const fails = state === 'succeeded' && download.state === 'pending' && download.reason !== undefined;
  return fails && Date.now() - endedAt > patience && reasonOf(job)?.mend === undefined;
}
