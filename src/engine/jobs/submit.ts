import { randomUUID } from 'node:crypto';
import type { Capabilities } from '../../shared/capabilities.ts';
import type { Draft, Reference } from '../../shared/draft.ts';
import type { Problem } from '../../shared/problem.ts';
import type { GenerationRequest } from '../../shared/request.ts';
import type { OpenApi } from '../api/client.ts';
import type { Created } from '../api/replies.ts';
import { ApiError, type ApiFailure } from '../api/failure.ts';
import { delay, type Clock } from '../clock.ts';
import type { Disposable } from '../event.ts';
import { UnresolvedReference } from '../references/way.ts';
import { checkDraft, requestOf, withJobId, withoutSignatures } from './draftRequest.ts';
import { fateOf } from './fate.ts';
import type { Receipts } from './receipts.ts';
import type { Job, ServiceKind } from './job.ts';
import type { Log } from '../ports.ts';
import type { JobStore } from './store.ts';
import { transition, type JobEvent } from './transition.ts';

/** Where a job goes and where its clip will be kept: resolved before anything is sent, and recorded with the job. */
export interface Target {
  readonly service: ServiceKind;
  readonly baseUrl: string;
  /** URI. */
  readonly folder: string;
  /** Without ending. */
  readonly fileName: string;
}

/** What became of a submit. `withdrawn`: surely nothing was accepted, the draft stands as it was. */
export type Submission =
  | { readonly outcome: 'accepted' | 'rejected' | 'unknown'; readonly job: Job }
  | { readonly outcome: 'withdrawn'; readonly why: Withdrawal };

export type Withdrawal =
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] }
  | { readonly kind: 'reference'; readonly referenceId: string; readonly message: string }
  | { readonly kind: 'failure'; readonly failure: ApiFailure }
  | { readonly kind: 'stopped' }
  /** Another window has sent this very draft. */
  | { readonly kind: 'alreadySent' };

export interface SubmitDeps {
  readonly store: JobStore;
  readonly clock: Clock;
  /** This window. */
  readonly owner: string;
  readonly api: OpenApi;
  readonly log: Log;
  /** Brings a reference to where the service can fetch it: its URL. Rejects with `UnresolvedReference`, or the signal's reason. */
  readonly resolve: (reference: Reference, signal: AbortSignal) => Promise<string>;
  /** SHA-256 of a reference's file, hex; undefined where it is none, or cannot be read. Left out: nobody asks. */
  readonly hash?: (reference: Reference, signal: AbortSignal) => Promise<string | undefined>;
  /** Called when all references have their URLs, just before the request is sent. */
  readonly onResolved?: () => void;
  /** Called when the request was turned away and waits, and with nothing when it is sent again. */
  readonly onWait?: (wait?: Wait) => void;
  readonly capabilities: Capabilities;
  /** Ms until the first look at a job that was accepted at `now` (ms since 1970). */
  readonly firstLook: (job: Job, now: number) => number;
  readonly receipts: Receipts;
  /** The jobs that this window is at work on sending. */
  readonly sending: Set<string>;
}

/** A request that surely was not taken, and is sent again. */
export interface Wait {
  readonly failure: ApiFailure;
  /** Ms since 1970. */
  readonly until: number;
}

/** Waits before the second and the third send, ms; there is no fourth. */
const backoff = [1000, 4000];

/** A service that asks for a longer wait than this (ms) is not waited for: the person is told instead. */
const maxWait = 30_000;

/** Ms until the first look where nothing can be read of how long jobs take. */
const anyFirstLook = 10_000;

/** How often an id is tried to be put on disk again: for about half a minute. */
const writeAttempts = 5;

/** Thrown from inside a send that must not happen: another window took this one for dead and the job back to a draft. */
class NoLongerOurs extends Error {}

/**
 * Sends a draft as a job, once. The job is on disk before anything leaves; only what surely did not arrive (a failure while
 * connecting, a 429) is sent again. `signal` stops it as long as nothing was sent, and does nothing afterwards.
 */
export async function submit(draft: Draft, target: Target, deps: SubmitDeps, signal: AbortSignal): Promise<Submission> {
  const { store, sending } = deps;
  const job = newJob(draft, target, deps);
  sending.add(job.id);
  let keeping: Disposable | undefined;
  try {
    if (!store.claim(job)) return { outcome: 'withdrawn', why: { kind: 'alreadySent' } };
    const kept = { job };
    keeping = store.onDidReopen(() => putBack(kept.job, deps));
    return await prepareAndSend(kept, target, deps, signal);
  } finally {
    keeping?.dispose();
    sending.delete(job.id);
  }
}

/** A job that is under way, as it was written down last: what a damaged database has lost of it is known here. */
interface UnderWay {
  job: Job;
}

/** A job that is not in the file that all windows use any more is there again, and holds its draft. */
function putBack(job: Job, { store, log }: Pick<SubmitDeps, 'store' | 'log'>): void {
  try {
    store.putBack(job);
  } catch (error) {
    log.warn(`job ${job.id} cannot be put back`, error);
  }
}

async function prepareAndSend(
  kept: UnderWay,
  target: Target,
  deps: SubmitDeps,
  signal: AbortSignal,
): Promise<Submission> {
  const { store } = deps;
  const { job } = kept;
  const { draft } = job;
  let request: GenerationRequest;
  try {
    const { urls, hashes } = await resolveAll(draft.references, deps, signal);
    const problems = checkDraft(draft, urls, deps.capabilities, new URL(target.baseUrl).origin);
    if (problems.some(({ severity }) => severity === 'error'))
      return withdraw(job, deps, { kind: 'problems', problems });
    request = withJobId(requestOf(draft, urls), job.id);
    kept.job = store.apply(job.id, { type: 'resolved', request: withoutSignatures(request), hashes }) ?? job;
    deps.onResolved?.();
  } catch (error) {
    return withdrawFor(error, job, deps, signal);
  }
  return send(kept, request, deps, signal);
}

/** The URLs of the references and what they hold, one after the other: the same content under two names is brought there once. */
async function resolveAll(
  references: readonly Reference[],
  { resolve, hash }: Pick<SubmitDeps, 'resolve' | 'hash'>,
  signal: AbortSignal,
): Promise<{ readonly urls: readonly string[]; readonly hashes: Readonly<Record<string, string>> }> {
  const urls: string[] = [];
  const hashes: Record<string, string> = {};
  for (const reference of references) {
    urls.push(await resolve(reference, signal));
    const sha256 = await hash?.(reference, signal);
    if (sha256 !== undefined) hashes[reference.id] = sha256;
  }
  return { urls, hashes };
}

async function send(
  kept: UnderWay,
  request: GenerationRequest,
  deps: SubmitDeps,
  signal: AbortSignal,
): Promise<Submission> {
  const { store, clock, owner, api } = deps;
  const { id } = kept.job;
  for (let attempt = 0; ; attempt++) {
    const stop = new AbortController();
    const progress = { sent: false };
    const onAbort = (): void => stop.abort(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    try {
      const created = await api.create(request, {
        signal: stop.signal,
        onSend() {
          const sent = store.apply(id, { type: 'sent', at: clock.now() }, { owner });
          if (sent === undefined) throw new NoLongerOurs();
          kept.job = sent;
          progress.sent = true;
          signal.removeEventListener('abort', onAbort);
        },
      });
      return { outcome: 'accepted', job: await writeDown(created, kept.job, deps) };
    } catch (error) {
      if (!(error instanceof ApiError)) {
        if (!progress.sent) return withdrawFor(error, kept.job, deps, signal);
        return { outcome: 'unknown', job: end(kept.job, { type: 'lost', at: clock.now() }, deps) };
      }
      const ended = settle(kept.job, error.failure, deps, attempt);
      if (ended !== undefined) return ended;
      kept.job = known(kept.job, deps);
      try {
        await waitOut(error.failure, attempt, deps, signal);
      } catch {
        return withdraw(kept.job, deps, { kind: 'stopped' });
      }
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }
}

/**
 * Puts the id of an accepted job on disk: it is the only way to the clip. A receipt beside the database comes first; a database that
 * refuses is asked again and again, and learns of the job from the receipt when it takes writes again.
 */
async function writeDown(created: Created, job: Job, deps: SubmitDeps): Promise<Job> {
  const { store, clock, log, receipts } = deps;
  const at = clock.now();
  // What was changed since (its request, `sentAt`) is in the store, if that can be read.
  const before = known(job, deps);
  const event = { type: 'accepted', created, at, pollAt: at + waitAfter(before, created, at, deps) } as const;
  const accepted = transition(before, event) ?? job;
  for (let attempt = 0; ; attempt++) {
    const kept = receipts.keep(accepted);
    try {
      const written = store.apply(job.id, event);
      if (written === undefined) store.insert(accepted);
      return written ?? accepted;
    } catch (error) {
      log.warn(`job ${job.id} was accepted as ${created.requestId}, but that cannot be written down`, error);
      if (kept || attempt === writeAttempts) return accepted;
      await new Promise<void>((resolve) => clock.after(1000 * 2 ** attempt, resolve));
    }
  }
}

/** Ms until the first look. What cannot be read just now must not keep the id from being written down. */
function waitAfter(job: Job, created: Created, at: number, { firstLook, log }: SubmitDeps): number {
  try {
    return firstLook(transition(job, { type: 'accepted', created, at, pollAt: at }) ?? job, at);
  } catch (error) {
    log.warn(`how long job ${job.id} will take cannot be told`, error);
    return anyFirstLook;
  }
}

/** The job as the store has it, or as we have it where the store cannot be read. */
function known(job: Job, { store }: SubmitDeps): Job {
  try {
    return store.get(job.id) ?? job;
  } catch {
    return job;
  }
}

/**
 * Lets a job end as it did; one that the database has lost meanwhile is in it again. What cannot be written down is true all the same,
 * and is what the person is told; the store takes the job up later, as one that was sent and has no answer.
 */
function end(job: Job, event: Extract<JobEvent, { type: 'rejected' | 'lost' }>, deps: SubmitDeps): Job {
  const before = known(job, deps);
  try {
    const after = deps.store.apply(job.id, event);
    if (after !== undefined) return after;
    deps.store.insert(transition(before, event) ?? before);
  } catch (error) {
    deps.log.warn(`the end of job ${job.id} cannot be written down`, error);
  }
  return transition(before, event) ?? before;
}

/** Ends the job as the failure says, or returns undefined where it may be sent again. */
function settle(job: Job, failure: ApiFailure, deps: SubmitDeps, attempt: number): Submission | undefined {
  const at = deps.clock.now();
  const fate = fateOf(failure);
  const again = attempt < backoff.length && waitBefore(failure, attempt) <= maxWait;
  switch (fate) {
    case 'notSent':
      // By the second way out `sentAt` is written before it is known that there is no connection.
      if (!turnedAway(job, failure, deps, attempt))
        return { outcome: 'rejected', job: end(job, { type: 'rejected', failure, at }, deps) };
      return again ? undefined : withdraw(job, deps, { kind: 'failure', failure });
    case 'turnedAway':
      // Not again where another window gave it up meanwhile: somebody may have sent the draft anew.
      if (again && turnedAway(job, failure, deps, attempt)) return undefined;
      return { outcome: 'rejected', job: end(job, { type: 'rejected', failure, at }, deps) };
    case 'refused':
      return { outcome: 'rejected', job: end(job, { type: 'rejected', failure, at }, deps) };
    case 'open':
      return { outcome: 'unknown', job: end(job, { type: 'lost', failure, at }, deps) };
  }
}

function waitBefore(failure: ApiFailure, attempt: number): number {
  const own = backoff[attempt] ?? 0;
  return failure.kind === 'rateLimited' ? Math.max(own, failure.retryAfter ?? 0) : own;
}

/** Rejects with the signal's reason. */
async function waitOut(failure: ApiFailure, attempt: number, deps: SubmitDeps, signal: AbortSignal): Promise<void> {
  const { clock, onWait } = deps;
  const ms = waitBefore(failure, attempt);
  onWait?.({ failure, until: clock.now() + ms });
  await delay(clock, ms, signal);
  onWait?.();
}

/** True where the job is known to wait for its next send. */
function turnedAway(job: Job, failure: ApiFailure, { store, clock, log }: SubmitDeps, attempt: number): boolean {
  const until = clock.now() + waitBefore(failure, attempt);
  try {
    return store.apply(job.id, { type: 'turnedAway', failure, until }) !== undefined;
  } catch (error) {
    log.warn(`job ${job.id} is not sent again, as that cannot be written down`, error);
    return false;
  }
}

/** Nothing was sent, and why. Throws the error itself where it is no failure of the outside. */
function withdrawFor(error: unknown, job: Job, deps: SubmitDeps, signal: AbortSignal): Submission {
  const why = withdrawalOf(error, signal);
  const submission = withdraw(job, deps, why ?? { kind: 'stopped' });
  if (why === undefined) throw error;
  return submission;
}

/** A draft that cannot be written back now is given back by the store later: nothing of the job was sent. */
function withdraw(job: Job, { store, clock, log }: SubmitDeps, why: Withdrawal): Submission {
  try {
    if (!store.withdraw(job.id, clock.now())) store.keepDraft(job, clock.now());
  } catch (error) {
    log.warn(`the draft of job ${job.id} cannot be written back`, error);
  }
  return { outcome: 'withdrawn', why };
}

/** Undefined for what is no failure of the outside, but a fault of ours. */
function withdrawalOf(error: unknown, signal: AbortSignal): Withdrawal | undefined {
  if (signal.aborted || error instanceof NoLongerOurs) return { kind: 'stopped' };
  if (error instanceof ApiError) return { kind: 'failure', failure: error.failure };
  if (error instanceof UnresolvedReference)
    return { kind: 'reference', referenceId: error.referenceId, message: error.message };
  return undefined;
}

function newJob(draft: Draft, target: Target, deps: SubmitDeps): Job {
  return {
    ...target,
    id: randomUUID(),
    draft,
    state: 'submitting',
    download: { state: 'none' },
    createdAt: deps.clock.now(),
    polls: 0,
    pollFailures: 0,
    owner: deps.owner,
  };
}
