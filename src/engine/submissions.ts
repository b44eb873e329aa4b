import type { Capabilities } from '../shared/capabilities.ts';
import type { Draft, Reference } from '../shared/draft.ts';
import type { Clock } from './clock.ts';
import { alone, rejoin, type Rejoined } from './drafts/series.ts';
import { sendSeries, type SeriesEnd } from './jobs/series.ts';
import type { JobStore } from './jobs/store.ts';
import type { Submission, Target, Wait } from './jobs/submit.ts';
import type { Online } from './online.ts';
import type { Log } from './ports.ts';
import type { References } from './references/references.ts';
import type { Uploads } from './references/uploads.ts';

/** How a draft is sent. */
export interface SubmitOptions {
  /** Stops it, as long as nothing was sent to the service. */
  readonly signal?: AbortSignal;
  /** What somebody has agreed to for this time, beside what was agreed to for good: `Consent.once`. */
  readonly consented?: readonly string[];
  /** How the files of references were when they were looked at (`Look.version`), by the reference's id: another is not sent. */
  readonly seen?: ReadonlyMap<string, string>;
  /** Called with 0 to 1 while a reference is uploaded. */
  readonly onProgress?: (referenceId: string, share: number) => void;
  /** Called when all references have their URLs, just before the request is sent. */
  readonly onResolved?: () => void;
  /** See `SubmitDeps.onWait`. */
  readonly onWait?: (wait?: Wait) => void;
}

/** How drafts are sent one after the other. */
export interface SeriesOptions extends Omit<SubmitOptions, 'signal' | 'onResolved'> {
  /** Stops it: what is under way as long as nothing of it was sent, and all that would come after it. */
  readonly signal: AbortSignal;
  /** Called before each, with how many were accepted so far. */
  readonly onNext?: (sent: number) => void;
  /** Called when all references of the last one have their URLs: from here on there is nothing to stop. */
  readonly onLast?: () => void;
}

/** How long (ms) a closing window waits for answers to what it has sent: an answer that is not heard leaves a job unknown. */
const lastWords = 4000;

export interface SubmissionsDeps {
  readonly store: JobStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly references: References;
  readonly uploads: Uploads;
  /** See `Poller.beat`. */
  readonly beat: () => void;
  /** What talks to services: loaded with the first that is sent. */
  readonly online: () => Promise<Online>;
}

/** What this window sends: a draft, or several one after the other. As it closes, what was not sent stays a draft. */
export class Submissions {
  readonly #deps: SubmissionsDeps;
  readonly #submitting = new Map<AbortController, Promise<unknown>>();
  #closed = false;

  constructor(deps: SubmissionsDeps) {
    this.#deps = deps;
  }

  /** See `submit`: sends the draft as a job, once. Rejects where the window closes. */
  async submit(
    draft: Draft,
    target: Target,
    capabilities: Capabilities,
    options: SubmitOptions = {},
  ): Promise<Submission> {
    if (this.#closed) throw new Error('the window closes');
    const stop = new AbortController();
    const signal = options.signal === undefined ? stop.signal : AbortSignal.any([stop.signal, options.signal]);
    const submission = this.#submit(draft, target, capabilities, { ...options, signal });
    this.#submitting.set(stop, submission);
    try {
      return await submission;
    } finally {
      this.#submitting.delete(stop);
    }
  }

  /**
   * Sends drafts one after the other, each as `submit` does, until one is not accepted. What is not sent, whatever happens to this
   * window, stays on disk as drafts; where nothing was sent, only the first does.
   */
  async submitSeries(
    drafts: readonly Draft[],
    targetOf: (draft: Draft) => Target,
    capabilities: Capabilities,
    { onNext, onLast, ...options }: SeriesOptions,
  ): Promise<SeriesEnd> {
    const later = drafts.slice(1);
    if (later.length > 0) this.#deps.store.drafts.saveAll(later, this.#deps.clock.now());
    const send = (draft: Draft, sent: number): Promise<Submission> => {
      onNext?.(sent);
      const isLast = draft === drafts.at(-1);
      return this.submit(draft, targetOf(draft), capabilities, {
        ...options,
        ...(isLast && onLast !== undefined && { onResolved: onLast }),
      });
    };
    try {
      const end = await sendSeries(drafts, send, options.signal);
      if (end.left.length === drafts.length) this.#forgetDrafts(later);
      return end;
    } catch (error) {
      this.#forgetDrafts(later);
      throw error;
    }
  }

  /**
   * Makes one draft of those that are left of the series `id` (see `rejoin`), which takes their place on disk; those that fit into no
   * plan with it are drafts of their own there. A window that closes leaves them as they are: so they are found with their plan.
   */
  rejoin(id: string, left: readonly [Draft, ...Draft[]], order?: readonly Reference[]): Rejoined {
    const { draft, plan, apart } = rejoin(left, order);
    const joined = { draft: draft.id === id ? draft : { ...draft, series: id }, plan, apart: apart.map(alone) };
    if (this.#closed) return joined;
    try {
      this.#deps.store.drafts.saveAll(
        [joined.draft, ...joined.apart],
        this.#deps.clock.now(),
        left.map((each) => each.id),
      );
    } catch (error) {
      this.#deps.log.warn('what is left of several drafts cannot be put into one on disk', error);
    }
    return joined;
  }

  /** Drafts that cannot be deleted now are only in the way. */
  #forgetDrafts(drafts: readonly Draft[]): void {
    if (drafts.length === 0) return;
    try {
      this.#deps.store.drafts.deleteAll(drafts.map(({ id }) => id));
    } catch (error) {
      this.#deps.log.warn('drafts that are not needed any more cannot be deleted', error);
    }
  }

  /** Stops what was not sent yet, and waits a little for answers to what was. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const stop of this.#submitting.keys()) stop.abort(new Error('the window closes'));
    await this.#answers();
  }

  async #submit(
    draft: Draft,
    target: Target,
    capabilities: Capabilities,
    { signal, consented = [], seen, onProgress, onResolved, onWait }: SubmitOptions & { readonly signal: AbortSignal },
  ): Promise<Submission> {
    const { references, uploads, beat } = this.#deps;
    const online = await this.#deps.online();
    // Before the job is on disk: a job whose window gives no sign of life is taken for an orphan.
    beat();
    const agreed = new Set([...uploads.consents(), ...consented]);
    const given = {
      resolve: (reference: Reference, signal: AbortSignal) =>
        references.resolve(reference, target, {
          signal,
          consented: agreed,
          seen: seen?.get(reference.id),
          onProgress: (share) => onProgress?.(reference.id, share),
        }),
      hash: (reference: Reference, signal: AbortSignal) => references.hashOf(reference, signal),
      ...(onResolved !== undefined && { onResolved }),
      ...(onWait !== undefined && { onWait }),
    };
    return online.submit(draft, target, given, capabilities, signal);
  }

  /** Resolves when all that was sent has its answer, or has had its time. */
  async #answers(): Promise<void> {
    const { promise: tooLate, resolve } = Promise.withResolvers<undefined>();
    const timer = this.#deps.clock.after(lastWords, () => resolve(undefined));
    await Promise.race([Promise.allSettled(this.#submitting.values()), tooLate]);
    timer.dispose();
  }
}
