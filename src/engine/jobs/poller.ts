import type { OpenApi } from '../api/client.ts';
import { ApiError, type ApiFailure } from '../api/failure.ts';
import { DownloadError } from '../downloads/downloadError.ts';
import type { Disposable } from '../event.ts';
import type { Log } from '../ports.ts';
import { isPollable, type Job } from './job.ts';
import { Orphans, pulse, type OrphansDeps } from './orphans.ts';
import { QuietLooks } from './quietLooks.ts';
import { Reach } from './reach.ts';
import { lookAfterFailure, nextDownloadTry, nextLook, type Circumstances } from './schedule.ts';
import { transition, type JobEvent } from './transition.ts';
import { lifetime, type Lease } from './windows.ts';

/** No look and no download is ever put off for longer (ms): one that seems to be is of a clock that was set back since. */
const longestWait = 4_000_000;

/** Looks that are due within so many ms come together: to wake up for each of a thousand jobs costs more than the look. */
const together = 250;

/** Requests to the service under way at a time. */
const maxLooks = 4;
const maxDownloads = 2;

export interface PollerDeps extends OrphansDeps {
  readonly log: Log;
  /** The client for a job's service. Rejects where there is none just now (no key). */
  api(job: Job): Promise<OpenApi>;
  download(job: Job, lease: Lease, signal: AbortSignal): Promise<void>;
  /** Bytes of the file at this URI; undefined where there is none. */
  sizeOf(file: string): Promise<number | undefined>;
  /** Brings what was paid for and could not be written down into the store. */
  recover(): void;
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
  readonly #listening: readonly Disposable[];
  readonly #reach = new Reach();
  readonly #quiet: QuietLooks;
  readonly #orphans: Orphans;
  #lease: (Lease & { readonly expiresAt: number }) | undefined;
  #pulse: Disposable | undefined;
  #due: Disposable | undefined;
  #focused = true;
  /** When looks were last asked for, as far as this window has heard. Ms since 1970. */
  #wantedAt = 0;
  /** What the store last failed with. */
  #trouble: string | undefined;

  constructor(deps: PollerDeps) {
    this.#deps = deps;
    this.#quiet = new QuietLooks(deps.store);
    this.#orphans = new Orphans(deps);
    this.#listening = [
      // After what is under way here there is a wake of its own.
      deps.store.onDidChange(({ changed, removed }) => {
        if (removed.length > 0 || !changed.every(({ id }) => this.#underWay.has(id))) this.wake();
      }),
      deps.store.onDidReopen(() => this.#orphans.wait()),
    ];
  }

  /** Tells all windows that this one lives, and takes the lease where it is free. Call it before a job of this window is stored. */
  beat(): void {
    const { store, clock, log, owner } = this.#deps;
    const now = clock.now();
    const expiresAt = now + lifetime;
    store.windows.beat(owner, this.#focused, now);
    const lease = store.windows.takeLease(owner, now, expiresAt);
    if (lease?.fence !== this.#lease?.fence) {
      this.#quiet.forget();
      log.info(
        lease === undefined
          ? 'another window looks after the jobs'
          : `this window looks after the jobs (${lease.fence})`,
      );
    }
    this.#lease = lease && { ...lease, expiresAt };
    this.#pulse ??= clock.after(pulse, () => this.#onPulse());
  }

  /** Looks whether there is something to do. */
  wake(): void {
    if (this.#stop.signal.aborted || this.#deps.store.readOnly) return;
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
    store.windows.wantLooks(now);
    for (const job of store.unfinished()) {
      store.apply(job.id, isPollable(job) ? { type: 'lookWanted', pollAt: now } : { type: 'downloadHurried' });
    }
    this.wake();
  }

  /** A key was set, or the way out is about to be another: what looks have met says nothing of it. */
  forgetFailures(): void {
    const { store } = this.#deps;
    if (store.readOnly) return;
    for (const { id, pollFailure } of store.unfinished())
      if (pollFailure !== undefined) store.apply(id, { type: 'failureForgotten' });
  }

  /** A key was set, or the way out is another. */
  connectionChanged(): void {
    this.#reach.forget();
    this.lookNow();
  }

  /** Ends all that is under way and hands the lease on. */
  dispose(): void {
    this.#stop.abort(new Error('the window closes'));
    for (const listening of this.#listening) listening.dispose();
    this.#rest();
  }

  #onPulse(): void {
    const { store, clock } = this.#deps;
    this.#pulse?.dispose();
    this.#pulse = clock.after(pulse, () => this.#onPulse());
    this.#orphans.feelPulse();
    this.#untilNextPulse(() => {
      store.refresh();
      if (store.unfinished().length === 0) {
        this.#rest();
        return;
      }
      this.beat();
      if (this.#lease !== undefined) this.#quiet.write(this.#lease);
      this.#deps.recover();
      this.#orphans.recover(this.leads);
      this.#work();
    });
  }

  /** A store that cannot be used just now (a full disk) ends nothing: the next pulse tries again. */
  #untilNextPulse(work: () => void): void {
    try {
      work();
      this.#trouble = undefined;
    } catch (error) {
      this.#tellTrouble(error);
      // It belongs to a newer version by now, whose windows go on.
      if (this.#deps.store.readOnly) this.#rest();
    }
  }

  /** A disk that is full for hours is told of once. */
  #tellTrouble(error: unknown): void {
    const trouble = String(error);
    if (trouble !== this.#trouble) this.#deps.log.warn('the store cannot be used just now', error);
    this.#trouble = trouble;
  }

  #work(): void {
    this.#due?.dispose();
    this.#due = undefined;
    const lease = this.#lease;
    if (lease === undefined || !this.leads || this.#stop.signal.aborted) return;
    const now = this.#deps.clock.now();
    this.#retryWhereWanted();
    let next = Infinity;
    const due: Job[] = [];
    for (const job of this.#deps.store.unfinished()) {
      if (this.#underWay.has(job.id)) continue;
      const dueAt = this.#dueAt(job, now) ?? Infinity;
      if (dueAt <= now) due.push(job);
      else next = Math.min(next, isPollable(job) ? Math.max(dueAt, now + together) : dueAt);
    }
    // Where something is in the way, those that were due wait once the first of them is under way.
    for (const job of this.#longestWaitingFirst(due)) if (this.#dueAt(job, now) !== undefined) this.#begin(job, lease);
    if (next < Infinity) this.#due = this.#deps.clock.after(next - now, () => this.wake());
  }

  /** Somebody has asked for looks, in whichever window: what was in the way is tried again. */
  #retryWhereWanted(): void {
    const wantedAt = this.#deps.store.windows.looksWantedAt();
    if (wantedAt !== this.#wantedAt) this.#reach.retry();
    this.#wantedAt = wantedAt;
  }

  #dueAt(job: Job, now: number): number | undefined {
    const dueAt = isPollable(job) ? this.#lookDueAt(job) : this.#downloadDueAt(job);
    return dueAt !== undefined && dueAt - now > longestWait ? now : dueAt;
  }

  /** Where something is in the way of all looks, a single one tries: the others wait until it is back. */
  #lookDueAt(job: Job): number | undefined {
    const opensAt = this.#reach.opensAt(job);
    const pollAt = this.#quiet.pollAt(job);
    if (opensAt === undefined) return pollAt;
    return [...this.#underWay.values()].includes('look') ? undefined : Math.max(opensAt, pollAt);
  }

  #downloadDueAt(job: Job): number | undefined {
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
      if (this.#reach.answered(job, at)) log.info(`${job.baseUrl} answers again`);
      const event = { type: 'looked', generation, at, pollAt: at } as const;
      // What it was before it was looked at tells less of what is left of it.
      const seen = transition(this.#quiet.known(job), event) ?? job;
      const wait = nextLook(seen, () => store.expectations.outlook(seen, at), this.#circumstances());
      const looked = { ...event, pollAt: at + wait };
      if (this.#quiet.keep(job, looked)) return;
      this.#write(job.id, looked, lease);
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      // Only a terminal status ends a job: whatever a look meets, it is looked at again.
      const failure =
        error instanceof ApiError ? error.failure : ({ kind: 'badReply', status: 0, message: String(error) } as const);
      const now = clock.now();
      this.#noteFailure(job, failure, now, error);
      // Where all looks wait, this job is due as soon as the first of them may try.
      const pollAt = this.#reach.opensAt(job) ?? now + lookAfterFailure(job, now, this.#circumstances());
      this.#write(job.id, { type: 'lookFailed', failure, pollAt }, lease);
    }
  }

  #write(id: string, event: JobEvent, lease: Lease): void {
    this.#deps.store.applyAll(
      [...this.#quiet.take(id), event].map((each) => [id, each]),
      { lease },
    );
  }

  /** Tells of what is in the way of all looks once, not for each look that meets it. */
  #noteFailure(job: Job, failure: ApiFailure, now: number, error: unknown): void {
    const { log } = this.#deps;
    const news = this.#reach.failed(job, failure, now, Math.random());
    if (this.#reach.opensAt(job) === undefined) log.warn(`look at job ${job.id} failed`, error);
    if (news !== undefined) log.warn(`${job.baseUrl} cannot be asked for now: ${news}`, error);
  }

  async #download(job: Job, lease: Lease): Promise<void> {
    const { store, clock, log } = this.#deps;
    try {
      await this.#deps.download(job, lease, this.#stop.signal);
      this.#downloadTries.delete(job.id);
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      const { remedy, message, trouble } =
        error instanceof DownloadError ? error : { remedy: 'later', message: String(error), trouble: undefined };
      const tries = (this.#downloadTries.get(job.id)?.tries ?? 0) + 1;
      // A host that is away for hours is told of once.
      if (tries === 1 || remedy === 'mend') log.warn(`download of job ${job.id} did not come through`, error);
      if (remedy === 'mend') {
        const why = { reason: message, ...(trouble !== undefined && { trouble }) };
        store.apply(job.id, { type: 'downloadFailed', ...why }, { lease });
      } else {
        this.#downloadTries.set(job.id, { tries, dueAt: clock.now() + nextDownloadTry(tries, Math.random()) });
        store.apply(job.id, { type: 'downloadDelayed', reason: message }, { lease });
      }
      await this.#goBack(job.id, lease);
    }
  }

  /** A clip that could not be had anew is where it was before, if that is there still: the service may have dropped it for good. */
  async #goBack(id: string, lease: Lease): Promise<void> {
    const { store } = this.#deps;
    const former = store.get(id)?.former;
    if (former === undefined || store.clips.isOfOther(former.file, id)) return;
    if ((await this.#deps.sizeOf(former.file)) !== former.size || this.#stop.signal.aborted) return;
    store.apply(id, { type: 'found', ...former }, { lease });
    this.#downloadTries.delete(id);
  }

  /** Where a single look may try for all, it is another job's each time: one that is refused for itself alone holds up no others. */
  #longestWaitingFirst(jobs: readonly Job[]): Job[] {
    return jobs.toSorted((a, b) => this.#quiet.pollAt(a) - this.#quiet.pollAt(b));
  }

  #circumstances(): Circumstances {
    const { store, clock } = this.#deps;
    const now = clock.now();
    return { focused: store.windows.living(now).focused, random: Math.random() };
  }

  /** Nothing to wait for: no timer, no lease. */
  #rest(): void {
    this.#pulse?.dispose();
    this.#due?.dispose();
    this.#pulse = undefined;
    this.#due = undefined;
    const { store, owner, log } = this.#deps;
    const lease = this.#lease;
    this.#lease = undefined;
    try {
      if (store.readOnly) return;
      if (lease !== undefined) this.#quiet.write(lease);
      store.windows.leave(owner);
    } catch (error) {
      log.warn('the other windows cannot be told that this one rests', error);
    }
  }
}
