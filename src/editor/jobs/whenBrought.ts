import type { Engine } from '../../engine/engine.ts';
import type { Job } from '../../engine/jobs/job.ts';

/** Resolves with the job when its clip has got somewhere or will not by itself; with undefined when it was taken from view. */
export function whenBrought({ store }: Engine, id: string): Promise<Job | undefined> {
  return new Promise((resolve) => {
    const listening = store.onDidChange(({ changed, removed }) => {
      const job = changed.find((each) => each.id === id);
      const isUnderWay = job === undefined || job.download.state === 'pending' || job.download.state === 'placing';
      const waits = job?.download.state === 'pending' && job.download.reason !== undefined;
      if (isUnderWay && !waits && !removed.includes(id)) return;
      listening.dispose();
      resolve(job);
    });
  });
}
