import { failureWords } from '../api/failure.ts';
import type { Clock } from '../clock.ts';
import type { Disposable } from '../event.ts';
import { isActive, type Job } from '../jobs/job.ts';
import type { JobStore } from '../jobs/store.ts';
import type { Log } from '../ports.ts';

/** What is remembered of a job: as much as the next state of it is held against. */
interface Seen extends Pick<Job, 'service' | 'state' | 'requestId' | 'sentAt' | 'failure'> {
  readonly download: Job['download']['state'];
}

/** Writes down what becomes of each job, whichever window brings it about. Returns what ends it. */
export function logJobs(store: JobStore, log: Log, clock: Clock): Disposable {
  const seen = new Map(store.unfinished().map((job) => [job.id, seenOf(job)]));
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
      const before = seen.get(job.id);
      // One of an earlier session that had come to its end there, and of which something else has changed: its end is no news.
      if (before !== undefined || isActive(job)) tell(before, job, log, clock.now());
      seen.set(job.id, seenOf(job));
    }
  });
}

function seenOf({ service, state, requestId, sentAt, failure, download }: Job): Seen {
  return {
    ...{ service, state, download: download.state },
    ...(requestId !== undefined && { requestId }),
    ...(sentAt !== undefined && { sentAt }),
    ...(failure !== undefined && { failure }),
  };
}

function tell(before: Seen | undefined, job: Job, log: Log, now: number): void {
  if (before?.state !== job.state) {
    const line = `job ${job.id} (${job.service}): ${before?.state ?? 'new'} → ${job.state}${detail(before, job)}`;
    if (job.state === 'rejected' || job.state === 'unknown' || job.state === 'failed') log.warn(line);
    else log.info(line);
  }
  if (before?.download !== 'done' && job.download.state === 'done')
    log.info(`job ${job.id}: its clip is here, ${job.download.size} bytes${since(job.endedAt, now, 'it was done')}`);
  if (before?.download === 'done' && job.download.state === 'none')
    log.info(`job ${job.id}: its clip was put away by its user`);
}

function detail(before: Seen | undefined, job: Job): string {
  if (job.failure !== undefined && job.failure !== before?.failure) return `, ${failureWords(job.failure)}`;
  if (job.state === 'failed') return `, ${failureWords({ kind: 'generation', ...job.error })}`;
  if (job.requestId === undefined || before?.requestId !== undefined || job.acceptedAt === undefined) return '';
  const charge = job.creditsCharged === undefined ? 'no charge named' : `${job.creditsCharged} credits`;
  return `, accepted as ${job.requestId}, ${charge}${since(job.sentAt, job.acceptedAt, 'it was sent')}`;
}

function since(start: number | undefined, end: number, what: string): string {
  return start === undefined ? '' : `, ${((end - start) / 1000).toFixed(1)} s after ${what}`;
}
