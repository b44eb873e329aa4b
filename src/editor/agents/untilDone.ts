import { isUnfinished, type Job } from '../../engine/jobs/job.ts';
import type { JobStore } from '../../engine/jobs/store.ts';

/**
 * Waits until nothing is left to come of a job by itself, at most `limit` ms. Resolves to the job as it then is; rejects with the signal's
 * reason. `onChange` is called with it now, and whenever it changes.
 */
export async function untilDone(
  store: JobStore,
  job: Job,
  options: { readonly signal: AbortSignal; readonly limit: number; readonly onChange?: (job: Job) => void },
): Promise<Job> {
  const { signal, limit, onChange } = options;
  const { promise, resolve } = Promise.withResolvers<undefined>();
  let last = job;
  const look = (now: Job): void => {
    last = now;
    onChange?.(now);
    if (!isUnfinished(now)) resolve(undefined);
  };
  const listening = store.onDidChange(({ changed }) => {
    const now = changed.find(({ id }) => id === job.id);
    if (now !== undefined) look(now);
  });
  const timer = setTimeout(() => resolve(undefined), limit);
  const stop = (): void => resolve(undefined);
  signal.addEventListener('abort', stop);
  try {
    look(store.get(job.id) ?? job);
    if (!signal.aborted) await promise;
    signal.throwIfAborted();
    return last;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    listening.dispose();
  }
}
