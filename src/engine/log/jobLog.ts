import { failureWords } from '../api/failure.ts';
import type { Clock } from '../clock.ts';
import type { Disposable } from '../event.ts';
import type { Job } from '../jobs/job.ts';
import type { JobStore } from '../jobs/store.ts';
import type { Log } from '../ports.ts';

/** Writes down what becomes of each job, whichever window brings it about. Returns what ends it. */
export function logJobs(store: JobStore, log: Log, clock: Clock): Disposable {
  const seen = new Map(store.unfinished().map((job) => [job.id, job]));
  return store.onDidChange(({ changed, removed }) => {
    for (const id of removed) {
      const job = seen.get(id);
      // One whose sending was not begun is none any more; the others go on out of view.
      if (job?.state === 'submitting' && job.sentAt === undefined && store.get(id) === undefined) {
        log.info(`job ${id} (${job.service}): withdrawn, nothing was sent`);
        seen.delete(id);
      }
    }
    for (const job of changed) {
      tell(seen.get(job.id), job, log, clock.now());
      seen.set(job.id, job);
    }
  });
}

function tell(before: Job | undefined, job: Job, log: Log, now: number): void {
  if (before?.state !== job.state) {
    const line = `job ${job.id} (${job.service}): ${before?.state ?? 'new'} → ${job.state}${detail(before, job)}`;
    if (job.state === 'rejected' || job.state === 'unknown' || job.state === 'failed') log.warn(line);
    else log.info(line);
  }
  if (before?.download.state !== 'done' && job.download.state === 'done')
    log.info(`job ${job.id}: its clip is here, ${job.download.size} bytes${since(job.endedAt, now, 'it was done')}`);
  if (before?.download.state === 'done' && job.download.state === 'none')
    log.info(`job ${job.id}: its clip was put away by its user`);
}

function detail(before: Job | undefined, job: Job): string {
  if (job.failure !== undefined && job.failure !== before?.failure) return `, ${failureWords(job.failure)}`;
  if (job.state === 'failed') return `, ${failureWords({ kind: 'generation', ...job.error })}`;
  if (job.requestId === undefined || before?.requestId !== undefined || job.acceptedAt === undefined) return '';
  const charge = job.creditsCharged === undefined ? 'no charge named' : `${job.creditsCharged} credits`;
  return `, accepted as ${job.requestId}, ${charge}${since(job.sentAt, job.acceptedAt, 'it was sent')}`;
}

function since(start: number | undefined, end: number, what: string): string {
  return start === undefined ? '' : `, ${((end - start) / 1000).toFixed(1)} s after ${what}`;
}
