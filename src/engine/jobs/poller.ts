import type { OpenApi } from '../api/client.ts';
import { ApiError } from '../api/failure.ts';
import type { Clock } from '../clock.ts';
import { DownloadError } from '../downloads/downloadError.ts';
import type { Disposable } from '../event.ts';
import type { Log } from '../ports.ts';
import { isPollable, type Job } from './job.ts';
import { lookAfterFailure, nextDownloadTry, nextLook, type Circumstances } from './schedule.ts';
import type { JobStore, Lease } from './store.ts';

/** Ms between two signs of life of a window that has something to wait for. */
const pulse = 3000;

/** A window without a sign of life for this long (ms) is dead; its lease ends after the same time. */
export const lifetime = 12_000;

/** Requests to the service under way at a time. */
const maxLooks = 4;
const maxDownloads = 2;

export interface PollerDeps {
  readonly store: JobStore;
  readonly clock: Clock;
  readonly log: Log;
  /** This window. */
  readonly owner: string;
  /** The client for a job's service. Rejects where there is none just now (no key). */
  api(job: Job): Promise<OpenApi>;
  download(job: Job, lease: Lease, signal: AbortSignal): Promise<void>;
}

/**
 * Follows unfinished jobs to their file. Every window with something to wait for gives signs of life; the one that gets the lease
 * looks and downloads for all. Nothing runs while no job is unfinished.
 */
export class Poller {
  readonly #deps: PollerDeps;
  readonly #stop = new AbortController();
  readonly #underWay = new Map<string, 'look' | 'download'>();
  /** Tries of downloads that did not come through, and when the next is due. */
  readonly #downloadTries = new Map<string, { tries: number; dueAt: number }>();
  readonly #listening: Disposable;
  #lease: (Lease & { readonly expiresAt: number }) | undefined;
  #pulse: Disposable | undefined;
  #due: Disposable | undefined;
  #focused = true;

  constructor(deps: PollerDeps) {
    this.#deps = deps;
    this.#listening = deps.store.onDidChange(() => this.wake());
  }

  /** Tells all windows that this one lives, and takes the lease where it is free. Call it before a job of this window is stored. */
  beat(): void {
    const { store, clock, log, owner } = this.#deps;
    const now = clock.now();
    const expiresAt = now + lifetime;
    store.beat(owner, this.#focused, now);
    const lease = store.takeLease(owner, now, expiresAt);
    if (lease?.fence !== this.#lease?.fence)
      log.info(
        lease === undefined
          ? 'another window looks after the jobs'
          : `this window looks after the jobs (${lease.fence})`,
      );
    this.#lease = lease && { ...lease, expiresAt };
    this.#pulse ??= clock.after(pulse, () => this.#onPulse());
  }

  /** Looks whether there is something to do. */
  wake(): void {
    if (this.#stop.signal.aborted) return;
    if (this.#pulse === undefined) this.#onPulse();
    else this.#untilNextPulse(() => this.#work());
  }

  /** True while this window is the one that looks. */
  get leads(): boolean {
    return this.#lease !== undefined && this.#lease.expiresAt > this.#deps.clock.now();
  }

  /** Tells whether the user looks at this window; a look is due at once when they come back. */
  setFocused(focused: boolean): void {
    const cameBack = focused && !this.#focused;
    this.#focused = focused;
    if (this.#pulse === undefined) return;
    this.beat();
    if (cameBack) this.lookNow();
  }

  /** Makes a look at every waiting job due at once, whichever window is to do it. */
  lookNow(): void {
    const { store, clock } = this.#deps;
    const now = clock.now();
    for (const job of store.unfinished()) {
      store.apply(job.id, isPollable(job) ? { type: 'lookWanted', pollAt: now } : { type: 'downloadWanted' });
    }
    this.wake();
  }

  /** Ends all that is under way and hands the lease on. */
  dispose(): void {
    this.#stop.abort(new Error('the window closes'));
    this.#listening.dispose();
    this.#rest();
  }

  #onPulse(): void {
    const { store, clock } = this.#deps;
    this.#pulse?.dispose();
    this.#pulse = clock.after(pulse, () => this.#onPulse());
    this.#untilNextPulse(() => {
      store.refresh();
      if (store.unfinished().length === 0) {
        this.#rest();
        return;
      }
      this.beat();
      if (this.leads) this.#recoverOrphans();
      this.#work();
    });
  }

  /** A store that cannot be used just now (a full disk) ends nothing: the next pulse tries again. */
  #untilNextPulse(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#deps.log.warn('the store cannot be used just now', error);
    }
  }

  /** A submit whose window died is either still a draft or may be charged; which, its `sentAt` tells. */
  #recoverOrphans(): void {
    const { store, clock, owner } = this.#deps;
    const living = store.livingWindows(clock.now() - lifetime).ids;
    for (const job of store.unfinished()) {
      if (job.state !== 'submitting' || job.owner === owner || living.has(job.owner)) continue;
      if (!store.withdraw(job.id, clock.now())) store.apply(job.id, { type: 'lost', at: clock.now() });
    }
  }

  #work(): void {
    this.#due?.dispose();
    this.#due = undefined;
    const lease = this.#lease;
    if (lease === undefined || !this.leads || this.#stop.signal.aborted) return;
    const now = this.#deps.clock.now();
    let next = Infinity;
    for (const job of this.#deps.store.unfinished()) {
      if (this.#underWay.has(job.id)) continue;
      const dueAt = this.#dueAt(job);
      if (dueAt === undefined) continue;
      if (dueAt > now) next = Math.min(next, dueAt);
      else this.#begin(job, lease);
    }
    if (next < Infinity) this.#due = this.#deps.clock.after(next - now, () => this.wake());
  }

  #dueAt(job: Job): number | undefined {
    if (isPollable(job)) return job.pollAt ?? 0;
    if (job.state !== 'succeeded') return undefined;
    // Without a reason none has failed yet, or somebody wants another try at once.
    const waits = job.download.state === 'pending' && job.download.reason !== undefined;
    return waits ? (this.#downloadTries.get(job.id)?.dueAt ?? 0) : 0;
  }

  #begin(job: Job, lease: Lease): void {
    const kind = isPollable(job) ? 'look' : 'download';
    const running = [...this.#underWay.values()].filter((other) => other === kind).length;
    if (running >= (kind === 'look' ? maxLooks : maxDownloads)) return;
    this.#underWay.set(job.id, kind);
    const done = isPollable(job) ? this.#look(job, lease) : this.#download(job, lease);
    // What could not even be written down waits for the next pulse: else it would be tried again without a pause.
    void done
      .finally(() => this.#underWay.delete(job.id))
      .then(() => this.wake())
      .catch((error: unknown) => this.#deps.log.warn(`job ${job.id}`, error));
  }

  async #look(job: Job & { readonly requestId: string }, lease: Lease): Promise<void> {
    const { store, clock, log } = this.#deps;
    try {
      const api = await this.#deps.api(job);
      const generation = await api.get(job.requestId, { signal: this.#stop.signal });
      const at = clock.now();
      store.apply(
        job.id,
        { type: 'looked', generation, at, pollAt: at + nextLook(job, this.#circumstances()) },
        { lease },
      );
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      // Only a terminal status ends a job: whatever a look meets, it is looked at again.
      const failure =
        error instanceof ApiError ? error.failure : ({ kind: 'badReply', status: 0, message: String(error) } as const);
      log.warn(`look at job ${job.id} failed`, error);
      const pollAt = clock.now() + lookAfterFailure(job, failure, this.#circumstances());
      store.apply(job.id, { type: 'lookFailed', failure, pollAt }, { lease });
    }
  }

  async #download(job: Job, lease: Lease): Promise<void> {
    const { store, clock, log } = this.#deps;
    try {
      await this.#deps.download(job, lease, this.#stop.signal);
      this.#downloadTries.delete(job.id);
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      const { remedy, message } = error instanceof DownloadError ? error : { remedy: 'later', message: String(error) };
      log.warn(`download of job ${job.id} did not come through`, error);
      if (remedy === 'mend') {
        store.apply(job.id, { type: 'downloadFailed', reason: message }, { lease });
        return;
      }
      const tries = (this.#downloadTries.get(job.id)?.tries ?? 0) + 1;
      this.#downloadTries.set(job.id, { tries, dueAt: clock.now() + nextDownloadTry(tries, Math.random()) });
      store.apply(job.id, { type: 'downloadDelayed', reason: message }, { lease });
    }
  }

  #circumstances(): Circumstances {
    const { store, clock } = this.#deps;
    return { focused: store.livingWindows(clock.now() - lifetime).focused, random: Math.random() };
  }

  /** Nothing to wait for: no timer, no lease. */
  #rest(): void {
    this.#pulse?.dispose();
    this.#due?.dispose();
    this.#pulse = undefined;
    this.#due = undefined;
    this.#lease = undefined;
    this.#deps.store.leave(this.#deps.owner);
  }
}
