import type { GenerationRequest } from '../../shared/request.ts';
import type { ApiFailure } from '../api/failure.ts';
import type { FolderTrouble } from '../downloads/folderTrouble.ts';
import type { Created, Generation } from '../api/replies.ts';
import type { Job, Verdict } from './job.ts';

/** Something that happened to a job. `at` is ms since 1970. */
export type JobEvent =
  | { readonly type: 'resolved'; readonly request: GenerationRequest; readonly hashes?: Job['hashes'] }
  /** The bytes are about to leave. */
  | { readonly type: 'sent'; readonly at: number }
  /** What was sent was surely not taken (429, or there was no connection after all); the job waits for its next send. */
  | { readonly type: 'turnedAway'; readonly failure: ApiFailure; readonly until: number }
  | { readonly type: 'accepted'; readonly created: Created; readonly at: number; readonly pollAt: number }
  | { readonly type: 'rejected'; readonly failure: ApiFailure; readonly at: number }
  /** It was sent, and no answer tells what became of it. */
  | { readonly type: 'lost'; readonly failure?: ApiFailure; readonly at: number }
  /** Somebody saw that what was lost was not charged. */
  | { readonly type: 'notCharged' }
  /**
   * `due`: when the look was due; a job that has another time by now was asked for meanwhile, and keeps that. `polls`: of how many looks
   * that brought the same this is the last; one, where left out.
   */
  | {
      readonly type: 'looked';
      readonly generation: Generation;
      readonly at: number;
      readonly pollAt: number;
      readonly due?: number;
      readonly polls?: number;
    }
  | { readonly type: 'lookFailed'; readonly failure: ApiFailure; readonly pollAt: number }
  | { readonly type: 'lookWanted'; readonly pollAt: number }
  /** The key or the way out is another: what the last look met says nothing any more. */
  | { readonly type: 'failureForgotten' }
  | { readonly type: 'cancelled'; readonly at: number }
  /** `folder`: another than it was (URI). */
  | { readonly type: 'downloadWanted'; readonly folder?: string }
  /** One that waits for its next try is tried at once. */
  | { readonly type: 'downloadHurried' }
  /** A fresh URL for the clip. */
  | { readonly type: 'outputFound'; readonly url: string }
  /** `aside`: why it gets its name in the second place and not in its folder. */
  | { readonly type: 'placing'; readonly file: string; readonly size: number; readonly aside?: FolderTrouble }
  | { readonly type: 'downloaded'; readonly file: string; readonly size: number; readonly aside?: FolderTrouble }
  /** It did not come through this time; it is tried again by itself. */
  | {
      readonly type: 'downloadDelayed';
      readonly reason: string;
      /** The service could not be asked for the clip's address. */
      readonly failure?: ApiFailure;
    }
  /** It cannot come through until somebody mends something. */
  | { readonly type: 'downloadFailed'; readonly reason: string; readonly trouble?: FolderTrouble }
  /** Somebody chose or rejected the take; left out: took that back. */
  | { readonly type: 'judged'; readonly verdict?: Verdict }
  /** Its user put the clip at this URI away. */
  | { readonly type: 'discarded'; readonly file: string }
  /** The clip was moved or renamed, and is at this URI by now. */
  | { readonly type: 'found'; readonly file: string; readonly size: number };

/**
 * What the job becomes by what happened, or undefined where that cannot happen to it: a late answer to a job that has ended, say.
 * The one place that knows the states' order.
 */
export function transition(job: Job, event: JobEvent): Job | undefined {
  switch (event.type) {
    case 'resolved':
      return job.state === 'submitting'
        ? { ...job, request: event.request, ...(event.hashes !== undefined && { hashes: event.hashes }) }
        : undefined;
    case 'sent':
      return job.state === 'submitting' ? { ...without(job, 'pollFailure', 'pollAt'), sentAt: event.at } : undefined;
    case 'turnedAway':
      return job.state === 'submitting'
        ? { ...without(job, 'sentAt'), pollFailure: event.failure, pollAt: event.until }
        : undefined;
    case 'accepted':
      // A window that was stopped in the middle of its POST may bring the id after another one gave the job up as lost.
      return job.state === 'submitting' || job.state === 'unknown' ? accepted(job, event) : undefined;
    case 'rejected':
      return job.state === 'submitting' || job.state === 'unknown'
        ? { ...job, state: 'rejected', failure: event.failure, endedAt: event.at }
        : undefined;
    case 'lost':
      return job.state === 'submitting'
        ? {
            ...job,
            state: 'unknown',
            endedAt: event.at,
            ...(event.failure !== undefined && { failure: event.failure }),
          }
        : undefined;
    case 'notCharged':
      return job.state === 'unknown' ? { ...job, notCharged: true } : undefined;
    case 'looked':
      return isWaiting(job) ? looked(job, event) : undefined;
    case 'lookFailed':
      return isWaiting(job)
        ? {
            ...job,
            polls: job.polls + 1,
            pollFailures: job.pollFailures + 1,
            pollFailure: event.failure,
            pollAt: event.pollAt,
          }
        : undefined;
    case 'lookWanted':
      return isWaiting(job) ? { ...job, pollAt: event.pollAt } : undefined;
    case 'failureForgotten':
      return failureForgotten(job);
    case 'cancelled':
      return isWaiting(job) ? ended(job, 'cancelled', event.at) : undefined;
    case 'downloadWanted':
      return job.state === 'succeeded' && !isWanted(job) ? wanted(job, event.folder) : undefined;
    case 'downloadHurried':
      return job.download.state === 'pending' && !isWanted(job)
        ? { ...without(job, 'pollFailure'), download: { state: 'pending' } }
        : undefined;
    case 'outputFound':
      return job.state === 'succeeded' ? { ...without(job, 'pollFailure'), outputUrl: event.url } : undefined;
    case 'placing':
      return isDownloading(job)
        ? { ...withoutKept(job, event.file), download: { ...placeOf(event), state: 'placing' } }
        : undefined;
    case 'downloaded':
      return isDownloading(job)
        ? { ...without(job, 'kept', 'former', 'pollFailure'), download: { ...placeOf(event), state: 'done' } }
        : undefined;
    case 'downloadDelayed':
      return isDownloading(job)
        ? {
            ...without(job, 'pollFailure'),
            download: { state: 'pending', reason: event.reason },
            ...(event.failure !== undefined && { pollFailure: event.failure }),
          }
        : undefined;
    case 'downloadFailed':
      return isDownloading(job)
        ? {
            ...without(job, 'pollFailure'),
            download: {
              state: 'failed',
              reason: event.reason,
              ...(event.trouble !== undefined && { trouble: event.trouble }),
            },
          }
        : undefined;
    case 'judged':
      return judged(job, event.verdict);
    case 'discarded':
      return discarded(job, event.file);
    case 'found':
      return found(job, event);
  }
}

/** Only what can be seen can be judged. */
function judged(job: Job, verdict: Verdict | undefined): Job | undefined {
  if (job.state !== 'succeeded' || job.verdict === verdict) return undefined;
  return verdict === undefined ? without(job, 'verdict') : { ...job, verdict };
}

/** Where it was stays known: it may be taken out of the trash. */
function discarded(job: Job, clip: string): Job | undefined {
  if (job.download.state !== 'done' || job.download.file !== clip) return undefined;
  const { file, size } = job.download;
  return { ...job, download: { state: 'none' }, former: { file, size } };
}

/** Where somebody put it is where it belongs: it is not aside any more. One that is on its way comes by itself. */
function found(job: Job, { file, size }: Extract<JobEvent, { type: 'found' }>): Job | undefined {
  if (job.state !== 'succeeded' || isWanted(job)) return undefined;
  return { ...without(job, 'kept', 'former', 'pollFailure'), download: { state: 'done', file, size } };
}

/** What waits for the service to be asked has its turn at once. */
function failureForgotten(job: Job): Job | undefined {
  if (isWaiting(job)) return without(job, 'pollFailure');
  if (job.download.state !== 'pending' || job.pollFailure === undefined) return undefined;
  return { ...without(job, 'pollFailure'), download: { state: 'pending' } };
}

function isWaiting(job: Job): boolean {
  return job.state === 'queued' || job.state === 'processing';
}

/** To be downloaded as soon as can be: no try has failed yet, or somebody asked for another. What is being placed is to be found again. */
function isWanted({ download }: Job): boolean {
  return download.state === 'placing' || (download.state === 'pending' && download.reason === undefined);
}

function isDownloading(job: Job): boolean {
  return job.download.state === 'pending' || job.download.state === 'placing';
}

/** A clip that was kept aside is not fetched anew: it moves. Of another it stays known where it was: the service may not have it any more. */
function wanted(job: Job, folder = job.folder): Job {
  const { download } = job;
  const next: Job = { ...without(job, 'pollFailure'), folder, download: { state: 'pending' } };
  if (download.state !== 'done') return next;
  const { file, size, aside } = download;
  return aside === undefined ? { ...next, former: { file, size } } : { ...next, kept: { file } };
}

/** What is about to be the clip is not what it is brought from. */
function withoutKept(job: Job, file: string): Job {
  return job.kept?.file === file ? without(job, 'kept') : job;
}

function placeOf({ file, size, aside }: Extract<JobEvent, { type: 'placing' | 'downloaded' }>) {
  return { file, size, ...(aside !== undefined && { aside }) };
}

function accepted(job: Job, { created, at, pollAt }: Extract<JobEvent, { type: 'accepted' }>): Job {
  const { requestId, creditsCharged } = created;
  const waiting: Job = {
    ...without(job, 'failure', 'endedAt', 'notCharged'),
    state: 'queued',
    requestId,
    acceptedAt: at,
    lookedAt: at,
    pollAt,
    ...(creditsCharged !== undefined && { creditsCharged }),
  };
  // The reply to a create ends no job, whatever it says: the next look tells.
  return created.status === 'processing' ? withStatus(waiting, 'processing', at) : waiting;
}

function looked(job: Job, { generation, at, due, polls = 1, ...next }: Extract<JobEvent, { type: 'looked' }>): Job {
  const pollAt = due === undefined || due === job.pollAt ? next.pollAt : job.pollAt;
  const seen: Job = {
    ...without(job, 'pollFailure'),
    polls: job.polls + polls,
    pollFailures: 0,
    ...(pollAt !== undefined && { pollAt }),
  };
  switch (generation.status) {
    case 'succeeded': {
      const url = generation.output?.url;
      return {
        ...ended(seen, 'succeeded', at),
        download: { state: 'pending' },
        ...(url !== undefined && { outputUrl: url }),
      };
    }
    case 'failed':
      return { ...ended(seen, 'failed', at), ...(generation.error !== undefined && { error: generation.error }) };
    case 'cancelled':
      return ended(seen, 'cancelled', at);
    default:
      return { ...withStatus(seen, generation.status, at), lookedAt: at };
  }
}

/** Shows a status that the API adds later as it is; the job goes on from where it was. */
function withStatus(job: Job, status: string, at: number): Job {
  if (status === 'queued') return without({ ...job, state: 'queued' }, 'status');
  if (status === 'processing') return without(processing(job, at), 'status');
  return { ...job, status };
}

/** It began somewhere between two looks. */
function processing(job: Job, at: number): Job {
  if (job.processingAt !== undefined) return { ...job, state: 'processing' };
  return {
    ...job,
    state: 'processing',
    processingAt: at,
    ...(job.lookedAt !== undefined && { queuedAt: job.lookedAt }),
  };
}

function ended(job: Job, state: 'succeeded' | 'failed' | 'cancelled', at: number): Job {
  return { ...without(job, 'status', 'pollAt'), state, endedAt: at };
}

/** `job` without these optional fields. */
function without(job: Job, ...fields: readonly OptionalField[]): Job {
  const rest = { ...job };
  for (const field of fields) Reflect.deleteProperty(rest, field);
  return rest;
}

type OptionalField =
  'sentAt' | 'failure' | 'endedAt' | 'notCharged' | 'pollFailure' | 'status' | 'pollAt' | 'kept' | 'former' | 'verdict';
