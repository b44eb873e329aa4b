import { ApiError } from '../api/failure.ts';
import type { Generation } from '../api/replies.ts';
import type { Clock } from '../clock.ts';
import { DownloadError } from '../downloads/downloadError.ts';
import type { Log } from '../ports.ts';
import type { Asking } from './asking.ts';
import type { Job } from './job.ts';
import { nextDownloadTry } from './schedule.ts';
import type { JobStore } from './store.ts';
import type { Lease } from './windows.ts';

export interface DownloadAsking {
  /** What the service says of the job with this request id; see `Asking.ask`. */
  readonly ask: (requestId: string) => Promise<Generation>;
  /** How many tries in a row have come to nothing before this one. */
  readonly tries: number;
}

export interface DownloadsDeps {
  readonly store: JobStore;
  readonly clock: Clock;
  readonly log: Log;
  /** See `download`. */
  download(job: Job, lease: Lease, asking: DownloadAsking, signal: AbortSignal): Promise<void>;
  /** Takes away what tries that did not come through have left in the job's folder. */
  tidy(job: Job, lease: Lease): Promise<void>;
  /** Bytes of the file at this URI; undefined where there is none. */
  sizeOf(file: string): Promise<number | undefined>;
}

/** When the clips of jobs are to be downloaded, and what becomes of it. What does not come through is tried again, later and later. */
export class Downloads {
  readonly #deps: DownloadsDeps;
  readonly #asking: Asking;
  readonly #signal: AbortSignal;
  /** Tries that did not come through, and when the next is due. */
  readonly #tries = new Map<string, { tries: number; dueAt: number }>();

  /** `signal` ends all that is under way, as the window closes. */
  constructor(deps: DownloadsDeps, asking: Asking, signal: AbortSignal) {
    this.#deps = deps;
    this.#asking = asking;
    this.#signal = signal;
  }

  /** When a job's clip is to be downloaded, ms since 1970; undefined where it has none. */
  dueAt(job: Job): number | undefined {
    if (job.state !== 'succeeded') return undefined;
    // Without a reason none has failed yet, or somebody wants another try at once.
    const waits = job.download.state === 'pending' && job.download.reason !== undefined;
    if (!waits) return 0;
    const opensAt = job.pollFailure === undefined ? undefined : this.#asking.opensAt(job);
    return Math.max(opensAt ?? 0, this.#tries.get(job.id)?.dueAt ?? 0);
  }

  /**
   * Downloads a job's clip and writes down what came of it. Rejects where that cannot be written down. `onBack`: called when it turned
   * out that a service answers again.
   */
  async fetch(job: Job, lease: Lease, onBack: () => void): Promise<void> {
    const { store, clock, log } = this.#deps;
    try {
      const ask = async (requestId: string): Promise<Generation> => {
        const { generation, isBack } = await this.#asking.ask(job, requestId);
        if (isBack) onBack();
        return generation;
      };
      const tries = this.#tries.get(job.id)?.tries ?? 0;
      await this.#deps.download(job, lease, { ask, tries }, this.#signal);
      this.#tries.delete(job.id);
    } catch (error) {
      if (this.#signal.aborted) return;
      const { remedy, message, trouble } =
        error instanceof DownloadError ? error : { remedy: 'later', message: String(error), trouble: undefined };
      const before = this.#tries.get(job.id);
      const tries = (before?.tries ?? 0) + 1;
      // A host that is away for hours is told of once.
      if (before === undefined || remedy === 'mend') log.warn(`download of job ${job.id} did not come through`, error);
      if (remedy === 'mend') {
        this.#tries.delete(job.id);
        const why = { reason: message, ...(trouble !== undefined && { trouble }) };
        store.apply(job.id, { type: 'downloadFailed', ...why }, { lease });
      } else {
        const cause = error instanceof Error ? error.cause : undefined;
        const failure = cause instanceof ApiError ? cause.failure : undefined;
        // What is in the way of all requests is waited for, and no longer.
        const isHeld = failure !== undefined && this.#asking.opensAt(job) !== undefined;
        this.#tries.set(job.id, {
          tries: isHeld ? tries - 1 : tries,
          dueAt: isHeld ? 0 : clock.now() + nextDownloadTry(tries, Math.random()),
        });
        const why = { reason: message, ...(failure !== undefined && { failure }) };
        store.apply(job.id, { type: 'downloadDelayed', ...why }, { lease });
      }
      await this.#goBack(job.id, lease);
    }
  }

  /** A clip that could not be had anew is where it was before, if that is there still: the service may have dropped it for good. */
  async #goBack(id: string, lease: Lease): Promise<void> {
    const { store } = this.#deps;
    const job = store.get(id);
    if (job?.former === undefined) return;
    const { former } = job;
    if (store.clips.isOfOther(former.file, id)) return;
    if ((await this.#deps.sizeOf(former.file)) !== former.size || this.#signal.aborted) return;
    // Before it is told: nobody comes back to a clip that is done.
    await this.#deps.tidy(job, lease);
    store.apply(id, { type: 'found', ...former }, { lease });
    this.#tries.delete(id);
  }
}
