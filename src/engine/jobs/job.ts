import type { Draft } from '../../shared/draft.ts';
import type { GenerationRequest } from '../../shared/request.ts';
import type { ApiFailure } from '../api/failure.ts';
import type { FolderTrouble } from '../downloads/folderTrouble.ts';

/**
 * `submitting`: on disk, the POST may be under way. `rejected`: surely not accepted. `unknown`: it was sent, and nobody can tell
 * whether it was accepted and charged. The others are the service's own.
 */
export type JobState =
  'submitting' | 'queued' | 'processing' | 'succeeded' | 'failed' | 'cancelled' | 'rejected' | 'unknown';

/** Which service a job belongs to: the real one, or the sandbox on this machine. */
export type ServiceKind = 'live' | 'sandbox';

/** What the service says of a generation that failed. Codes are not documented. */
export interface GenerationError {
  readonly code?: string;
  readonly message?: string;
}

/** Where the finished clip is. */
export type Download =
  | { readonly state: 'none' }
  /** `reason`: why the last try did not come through. */
  | { readonly state: 'pending'; readonly reason?: string }
  /** `file` is about to get its final name, and has `size` bytes: what a restart looks for. */
  | { readonly state: 'placing'; readonly file: string; readonly size: number; readonly aside?: FolderTrouble }
  /** `file`: URI of the clip. `size` in bytes. `aside`: it is in the second place, as its own folder did not take it. */
  | { readonly state: 'done'; readonly file: string; readonly size: number; readonly aside?: FolderTrouble }
  /** Somebody has to mend something; then it can be tried again, for ever. `trouble`: where that is the folder. */
  | { readonly state: 'failed'; readonly reason: string; readonly trouble?: FolderTrouble };

/** A clip in the second place: the URI of its file, on this machine's disk. */
export interface Kept {
  readonly file: string;
}

/** Where a finished clip was: URI of its file, and its size in bytes. */
export interface Former {
  readonly file: string;
  readonly size: number;
}

/** What somebody thinks of a take. One shot has one keeper at most. */
export type Verdict = 'keeper' | 'rejected';

/** A generation from the click to the file. Times are ms since 1970. */
export interface Job {
  readonly id: string;
  /** The draft as it was when Generate was pressed: what *make again* fills the composer with. */
  readonly draft: Draft;
  /** The request as it was sent; left out until every reference has its URL. */
  readonly request?: GenerationRequest;
  /** SHA-256 (hex) of the files among the references as they were sent, by the reference's id; one that could not be read has none. */
  readonly hashes?: Readonly<Record<string, string>>;
  readonly service: ServiceKind;
  /** The origin that the job was sent to and is asked at. For the sandbox this may change from start to start. */
  readonly baseUrl: string;
  readonly state: JobState;
  /** The service's own word, where it is none that we know. */
  readonly status?: string;
  readonly requestId?: string;
  /** As the service's reply to the create said. */
  readonly creditsCharged?: number;
  /** It is `unknown`, and its user saw that it was not charged. */
  readonly notCharged?: true;
  /** Why it is `rejected` or `unknown`. */
  readonly failure?: ApiFailure;
  /** Why it `failed`, as the service said. */
  readonly error?: GenerationError;
  readonly outputUrl?: string;
  /** URI of the folder for the clip, resolved when the job was made. */
  readonly folder: string;
  /** Name of the clip without its ending, resolved when the job was made; a number is added where it is taken. */
  readonly fileName: string;
  readonly download: Download;
  /** Where the clip is until it has moved from the second place to `folder`; only while that is under way. */
  readonly kept?: Kept;
  /** Where the clip was when it was wanted anew or put away; only until it is at a place again, which may be this one. */
  readonly former?: Former;
  readonly verdict?: Verdict;
  readonly createdAt: number;
  /** Just before the bytes of the POST left. */
  readonly sentAt?: number;
  readonly acceptedAt?: number;
  /** When it was last seen unfinished, and when last before it was seen processing. */
  readonly lookedAt?: number;
  readonly queuedAt?: number;
  /** When it was first seen processing. */
  readonly processingAt?: number;
  readonly endedAt?: number;
  /** When it is to be asked after next. */
  readonly pollAt?: number;
  /** Looks so far, and how many of the last ones in a row failed. */
  readonly polls: number;
  readonly pollFailures: number;
  /** Why the last look failed; or, of one that succeeded, why the service could not be asked for its clip's address. */
  readonly pollFailure?: ApiFailure;
  /** The window that made it: it notifies. */
  readonly owner: string;
}

/** Where the clip is as far as is known, or was when it was wanted anew or put away; undefined where it never was at a place. */
export function lastPlace({ download, former }: Job): Former | undefined {
  return download.state === 'done' ? download : former;
}

const active: readonly JobState[] = ['submitting', 'queued', 'processing'];

/** True while the service may still be at work on it. */
export function isActive(job: Job): boolean {
  return active.includes(job.state);
}

/** True while something is left to do by itself: wait for an answer, look, or download. */
export function isUnfinished(job: Job): boolean {
  return isActive(job) || job.download.state === 'pending' || job.download.state === 'placing';
}

/** True where the service knows the job and has not ended it. */
export function isPollable(job: Job): job is Job & { readonly requestId: string } {
  return job.requestId !== undefined && (job.state === 'queued' || job.state === 'processing');
}
