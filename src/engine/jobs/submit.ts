import { randomUUID } from 'node:crypto';
import type { Capabilities } from '../../shared/capabilities.ts';
import type { Draft, Reference } from '../../shared/draft.ts';
import type { Problem } from '../../shared/problem.ts';
import type { GenerationRequest } from '../../shared/request.ts';
import type { OpenApi } from '../api/client.ts';
import type { Created } from '../api/replies.ts';
import { ApiError, type ApiFailure } from '../api/failure.ts';
import { delay, type Clock } from '../clock.ts';
import { UnresolvedReference } from '../references/way.ts';
import { checkDraft, requestOf, withJobId, withoutSignatures } from './draftRequest.ts';
import { fateOf } from './fate.ts';
import type { Job, ServiceKind } from './job.ts';
import type { Log } from '../ports.ts';
import type { JobStore } from './store.ts';
import { transition } from './transition.ts';

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
  /** Called when all references have their URLs, just before the request is sent. */
  readonly onResolved?: () => void;
  readonly capabilities: Capabilities;
  /** Ms until the first look at a job that was accepted. */
  readonly firstLook: (service: ServiceKind) => number;
}

/** Waits before the second and the third send, ms; there is no fourth. */
const backoff = [1000, 4000];

/** A service that asks for a longer wait than this (ms) is not waited for: the person is told instead. */
const maxWait = 30_000;

/** How often an id is tried to be put on disk again: for about half a minute. */
const writeAttempts = 5;

/** Thrown from inside a send that must not happen: another window took this one for dead and the job back to a draft. */
class NoLongerOurs extends Error {}

/**
 * Sends a draft as a job, once. The job is on disk before anything leaves; only what surely did not arrive (a failure while
 * connecting, a 429) is sent again. `signal` stops it as long as nothing was sent, and does nothing afterwards.
 */
export async function submit(draft: Draft, target: Target, deps: SubmitDeps, signal: AbortSignal): Promise<Submission> {
  const { store } = deps;
  const job = newJob(draft, target, deps);
  if (!store.claim(job)) return { outcome: 'withdrawn', why: { kind: 'alreadySent' } };
  let request: GenerationRequest;
  try {
    const urls = await resolveAll(draft.references, deps, signal);
    const problems = checkDraft(draft, urls, deps.capabilities, new URL(target.baseUrl).origin);
    if (problems.some(({ severity }) => severity === 'error'))
      return withdraw(job, deps, { kind: 'problems', problems });
    request = withJobId(requestOf(draft, urls), job.id);
    store.apply(job.id, { type: 'resolved', request: withoutSignatures(request) });
    deps.onResolved?.();
  } catch (error) {
    const why = withdrawalOf(error, signal);
    withdraw(job, deps, why ?? { kind: 'stopped' });
    if (why === undefined) throw error;
    return { outcome: 'withdrawn', why };
  }
  return send(job, request, deps, signal);
}

/** The URLs of the references, one after the other: the same content under two names is brought there once. */
async function resolveAll(
  references: readonly Reference[],
  { resolve }: Pick<SubmitDeps, 'resolve'>,
  signal: AbortSignal,
): Promise<string[]> {
  const urls: string[] = [];
  for (const reference of references) urls.push(await resolve(reference, signal));
  return urls;
}

async function send(job: Job, request: GenerationRequest, deps: SubmitDeps, signal: AbortSignal): Promise<Submission> {
  const { store, clock, owner, api } = deps;
  for (let attempt = 0; ; attempt++) {
    const stop = new AbortController();
    const onAbort = (): void => stop.abort(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    try {
      const created = await api.create(request, {
        signal: stop.signal,
        onSend() {
          if (store.apply(job.id, { type: 'sent', at: clock.now() }, { owner }) === undefined) throw new NoLongerOurs();
          signal.removeEventListener('abort', onAbort);
        },
      });
      return { outcome: 'accepted', job: await writeDown(created, job, deps) };
    } catch (error) {
      if (!(error instanceof ApiError)) {
        const why = withdrawalOf(error, signal) ?? { kind: 'stopped' };
        if (store.get(job.id)?.sentAt === undefined) return withdraw(job, deps, why);
        return { outcome: 'unknown', job: store.apply(job.id, { type: 'lost', at: clock.now() }) ?? job };
      }
      const ended = settle(job, error.failure, deps, attempt);
      if (ended !== undefined) return ended;
      try {
        await delay(clock, waitBefore(error.failure, attempt), signal);
      } catch {
        return withdraw(job, deps, { kind: 'stopped' });
      }
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }
}

/**
 * Puts the id of an accepted job on disk: it is the only way to the clip, so a disk that refuses is asked again and again before the
 * id is left to the log alone.
 */
async function writeDown(created: Created, job: Job, { store, clock, log, firstLook }: SubmitDeps): Promise<Job> {
  const at = clock.now();
  const event = { type: 'accepted', created, at, pollAt: at + firstLook(job.service) } as const;
  for (let attempt = 0; ; attempt++) {
    try {
      return store.apply(job.id, event) ?? job;
    } catch (error) {
      log.warn(`job ${job.id} was accepted as ${created.requestId}, but that cannot be written down`, error);
      if (attempt === writeAttempts) return transition(job, event) ?? job;
      await new Promise<void>((resolve) => clock.after(1000 * 2 ** attempt, resolve));
    }
  }
}

/** Ends the job as the failure says, or returns undefined where it may be sent again. */
function settle(job: Job, failure: ApiFailure, deps: SubmitDeps, attempt: number): Submission | undefined {
  const { store, clock } = deps;
  const at = clock.now();
  const fate = fateOf(failure);
  const again = attempt < backoff.length && waitBefore(failure, attempt) <= maxWait;
  switch (fate) {
    case 'notSent':
      return again ? undefined : withdraw(job, deps, { kind: 'failure', failure });
    case 'turnedAway':
      // Not again where another window gave it up meanwhile: somebody may have sent the draft anew.
      if (again && store.apply(job.id, { type: 'turnedAway' }) !== undefined) return undefined;
      return { outcome: 'rejected', job: store.apply(job.id, { type: 'rejected', failure, at }) ?? job };
    case 'refused':
      return { outcome: 'rejected', job: store.apply(job.id, { type: 'rejected', failure, at }) ?? job };
    case 'open':
      return { outcome: 'unknown', job: store.apply(job.id, { type: 'lost', failure, at }) ?? job };
  }
}

function waitBefore(failure: ApiFailure, attempt: number): number {
  const own = backoff[attempt] ?? 0;
  return failure.kind === 'rateLimited' ? Math.max(own, failure.retryAfter ?? 0) : own;
}

function withdraw(job: Job, { store, clock }: SubmitDeps, why: Withdrawal): Submission {
  store.withdraw(job.id, clock.now());
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
