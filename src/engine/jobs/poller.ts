import type { Disposable } from '../event.ts';
import { Alarm } from './alarm.ts';
import { Asking, failureOf, HeldOff, type AskingDeps } from './asking.ts';
import { Downloads, type DownloadsDeps } from './downloads.ts';
import { isPollable, type Job } from './job.ts';
import { News } from './news.ts';
import { Orphans, pulse, type OrphansDeps } from './orphans.ts';
import { Pace } from './pace.ts';
import { QuietLooks } from './quietLooks.ts';
import { nameOf } from './reach.ts';
import { earliestLook, longestWait, lookAfterFailure, nextLook, type Circumstances } from './schedule.ts';
import { StoreTrouble } from './storeTrouble.ts';
import { transition, type JobEvent } from './transition.ts';
import { lifetime, type Lease } from './windows.ts';

/** Looks that are due within so many ms come together: to wake up for each of a thousand jobs costs more than the look. */
const together = 250;

/** What looks bring is written down when none is under way any more, or after so many ms. */
const newsWait = 500;

/** Requests to the service under way at a time. */
const maxLooks = 4;
const maxDownloads = 2;

/** A service whose next look is due in less than this (ms) has a place kept for it. */
const soon = 60_000;

export interface PollerDeps extends OrphansDeps, DownloadsDeps, AskingDeps {
  /** Brings what was paid for and could not be written down into the store. */
  recover(): void;
}

interface Turn {
  readonly id: string;
  readonly service: string;
}

/**
 * Follows unfinished jobs to their file. Every window with something to wait for gives signs of life; the one that gets the lease
 * looks and downloads for all. Nothing runs while no job is unfinished.
 */
export class Poller {
  readonly #deps: PollerDeps;
  readonly #stop = new AbortController();
  /** What is under way, by the job's id; of a look the service too. */
  readonly #underWay = new Map<string, { readonly kind: 'look' | 'download'; readonly service: string }>();
  readonly #downloads: Downloads;
  readonly #listening: readonly Disposable[];
  readonly #asking: Asking;
  readonly #quiet: QuietLooks;
  readonly #pace = new Pace();
  readonly #news: News;
  readonly #orphans: Orphans;
  readonly #trouble: StoreTrouble;
  readonly #alarm: Alarm;
  #lease: (Lease & { readonly expiresAt: number }) | undefined;
  #pulse: Disposable | undefined;
  /** The jobs that are due and wait for their turn to be looked at, by id. */
  #turns: Turn[] = [];
  /** Those that have jobs to be looked at. */
  #services: ReadonlySet<string> = new Set();
  #writing: Disposable | undefined;
  #focused = true;
  /** The user looks at one of the windows, as far as this one has heard. */
  #isWatched = true;
  /** When looks were last asked for, as far as this window has heard. Ms since 1970. */
  #wantedAt = 0;

  constructor(deps: PollerDeps) {
    this.#deps = deps;
    this.#quiet = new QuietLooks(deps.store);
    this.#news = new News(deps.store);
    this.#orphans = new Orphans(deps);
    this.#trouble = new StoreTrouble(deps.log);
    this.#alarm = new Alarm(deps.clock, () => this.wake());
    this.#asking = new Asking(deps, this.#stop.signal);
    this.#downloads = new Downloads(deps, this.#asking, this.#stop.signal);
    this.#listening = [
      // After what is under way or written down here its job is seen to in its own way.
      deps.store.onDidChange(({ changed, removed }) => {
        const isOurs = ({ id }: Job): boolean => this.#underWay.has(id) || this.#news.isBeingWritten(id);
        if (removed.length > 0 || !changed.every(isOurs)) this.wake();
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
      this.#news.forget();
      const fence = lease && ` (${lease.fence})`;
      log.info(`${fence === undefined ? 'another' : 'this'} window looks after the jobs${fence ?? ''}`);
    }
    this.#lease = lease && { ...lease, expiresAt };
    this.#isWatched = store.windows.living(now).focused;
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

  /** Tells whether the user looks at this window. What was put off as nobody did is due when it would have been: no look is made for that alone. */
  setFocused(focused: boolean): void {
    this.#focused = focused;
    if (this.#pulse === undefined) return;
    this.beat();
    this.wake();
  }

  /** Makes a look at every waiting job due at once, or 3 s after its last, whichever window is to do it. */
  lookNow(): void {
    const { store, clock } = this.#deps;
    const now = clock.now();
    this.#writeNews();
    store.windows.wantLooks(now);
    const wanted = (job: Job): JobEvent =>
      isPollable(job) ? { type: 'lookWanted', pollAt: now } : { type: 'downloadHurried' };
    store.applyAll(store.unfinished().map((job) => [job.id, [wanted(job)]]));
    this.wake();
  }

  /** A key was set, or the way out is about to be another: what looks have met says nothing of it. */
  forgetFailures(): void {
    const { store } = this.#deps;
    if (store.readOnly) return;
    this.#writeNews();
    const failed = store.unfinished().filter(({ pollFailure }) => pollFailure !== undefined);
    store.applyAll(failed.map(({ id }) => [id, [{ type: 'failureForgotten' }]]));
  }

  /** A key was set, or the way out is another. */
  connectionChanged(): void {
    this.#asking.forget();
    this.#pace.clear();
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
      this.#writeNews();
      if (this.#lease !== undefined) this.#quiet.writeSome(this.#lease, clock.now());
      this.#deps.recover();
      this.#orphans.recover(this.leads);
      this.#work();
    });
  }

  /** A store that cannot be used just now (a full disk) ends nothing: the next pulse tries again. */
  #untilNextPulse(work: () => void): void {
    if (this.#trouble.without(work)) return;
    // What kept this window from writing may have kept the others from giving a sign of life.
    this.#orphans.wait();
    // It belongs to a newer version by now, whose windows go on.
    if (this.#deps.store.readOnly) this.#rest();
  }

  /** Looks through all jobs for what is due. A look that found nothing new does not lead here: there may be thousands of them. */
  #work(): void {
    this.#alarm.dispose();
    const lease = this.#lease;
    if (lease === undefined || !this.leads || this.#stop.signal.aborted) return;
    const now = this.#deps.clock.now();
    if (this.#running('look') === 0) this.#writeNews();
    this.#isWatched = this.#deps.store.windows.living(now).focused;
    this.#retryWhereWanted();
    let next = Infinity;
    const services = new Set<string>();
    const due: { readonly job: Job; readonly dueAt: number; readonly lastLook: number }[] = [];
    for (const job of this.#deps.store.unfinished()) {
      const isUnderWay = this.#underWay.has(job.id);
      const dueAt = isUnderWay ? now : (this.#dueAt(job, now) ?? Infinity);
      if (isPollable(job) && dueAt < now + soon) services.add(nameOf(job));
      if (isUnderWay) continue;
      if (dueAt <= now) due.push({ job, dueAt, lastLook: this.#lastLook(job) });
      else next = Math.min(next, isPollable(job) ? Math.max(dueAt, now + together) : dueAt);
    }
    // Where somebody has asked for all, or a single look may try for all, who has waited longest comes first: it is another job each time,
    // and one that is refused for itself alone holds up no others.
    due.sort((a, b) => a.dueAt - b.dueAt || a.lastLook - b.lastLook);
    this.#services = services;
    this.#turns = [];
    // Where something is in the way, those that were due wait once the first of them is under way.
    for (const { job } of due)
      if (this.#dueAt(job, now) !== undefined && !this.#begin(job, lease) && isPollable(job))
        this.#turns.push({ id: job.id, service: nameOf(job) });
    if (next < Infinity) this.#alarm.set(next);
  }

  /** After a look that came through: the next of those that are due has its turn, and this job is due again some time. */
  #goOn(id: string): void {
    const { store, clock } = this.#deps;
    const [lease, now] = [this.#lease, clock.now()];
    if (lease === undefined || !this.leads || this.#stop.signal.aborted) return;
    const full = new Set<string>();
    this.#turns = this.#turns.filter(({ id, service }) => {
      if (full.has(service)) return true;
      const job = this.#underWay.has(id) ? undefined : store.findUnfinished(id);
      if (job === undefined || (this.#dueAt(job, now) ?? Infinity) > now || this.#begin(job, lease)) return false;
      full.add(service);
      return true;
    });
    this.#seeTo(id, now);
    if (this.#running('look') === 0) this.#writeNews();
  }

  /** Begins what a job is due for that was just looked at or written down, or wakes up when it is. */
  #seeTo(id: string, now: number): void {
    const job = this.#underWay.has(id) ? undefined : this.#deps.store.findUnfinished(id);
    const dueAt = job && this.#dueAt(job, now);
    if (job === undefined || !isPollable(job)) this.#pace.forget(id);
    if (job === undefined || dueAt === undefined) return;
    if (isPollable(job)) this.#alarm.set(Math.max(dueAt, now + together));
    else if (dueAt > now) this.#alarm.set(dueAt);
    else if (this.#lease !== undefined) this.#begin(job, this.#lease);
  }

  /** Somebody has asked for looks, in whichever window: what was in the way is tried again. */
  #retryWhereWanted(): void {
    const wantedAt = this.#deps.store.windows.looksWantedAt();
    if (wantedAt !== this.#wantedAt) this.#asking.retry();
    this.#wantedAt = wantedAt;
  }

  #dueAt(job: Job, now: number): number | undefined {
    const dueAt = isPollable(job) ? this.#lookDueAt(job, now) : this.#downloads.dueAt(job);
    // What seems to be put off for longer is of a clock that was set back since.
    return dueAt !== undefined && dueAt - now > longestWait ? now : dueAt;
  }

  /** Where something is in the way of all looks, a single one tries: the others wait until it is back. */
  #lookDueAt(job: Job, now: number): number | undefined {
    const opensAt = this.#asking.opensAt(job);
    if (this.#news.isOf(job.id)) return undefined;
    const wanted = { pollAt: this.#quiet.pollAt(job), lastLook: this.#lastLook(job) };
    const dueAt = this.#pace.dueAt(job, wanted, { now, watched: this.#isWatched });
    if (opensAt === undefined) return dueAt;
    return this.#looksAt(nameOf(job)) || this.#asking.isTrying(job) ? undefined : Math.max(opensAt, dueAt);
  }

  #lastLook(job: Job): number {
    return this.#pace.lastLook(job, this.#quiet.lookedAt(job));
  }

  /** False where as many are under way as may be. */
  #begin(job: Job, lease: Lease): boolean {
    const [kind, service] = [isPollable(job) ? 'look' : 'download', nameOf(job)] as const;
    if (kind === 'look' ? !this.#mayLook(service) : this.#running(kind) >= maxDownloads) return false;
    this.#underWay.set(job.id, { kind, service });
    const done = isPollable(job) ? this.#look(job, lease) : this.#download(job, lease);
    // What could not even be written down waits for the next pulse: else it would be tried again without a pause.
    void done
      .finally(() => this.#underWay.delete(job.id))
      .then((cameThrough) => (cameThrough ? this.#untilNextPulse(() => this.#goOn(job.id)) : this.wake()))
      .catch((error: unknown) => this.#deps.log.warn(`job ${job.id}`, error));
    return true;
  }

  /** A silent service holds its looks for a minute each: a place is kept for each other one that has a look due by then, and none under way. */
  #mayLook(service: string): boolean {
    const looked = new Set<string>();
    for (const other of this.#underWay.values()) if (other.kind === 'look') looked.add(other.service);
    const kept = looked.has(service) ? [...this.#services].filter((other) => !looked.has(other)).length : 0;
    return this.#running('look') + kept < maxLooks;
  }

  #looksAt(service: string): boolean {
    return [...this.#underWay.values()].some((other) => other.kind === 'look' && other.service === service);
  }

  #running(kind: 'look' | 'download'): number {
    let count = 0;
    for (const other of this.#underWay.values()) if (other.kind === kind) count++;
    return count;
  }

  /** Resolves with true where the service answered, as it did before. */
  async #look(job: Job & { readonly requestId: string }, lease: Lease): Promise<boolean> {
    const { store, clock } = this.#deps;
    try {
      const { generation, isBack } = await this.#asking.ask(job, job.requestId);
      const at = clock.now();
      const event = { type: 'looked', generation, at, pollAt: at } as const;
      // What it was before it was looked at tells less of what is left of it.
      const seen = transition(this.#quiet.known(job), event) ?? job;
      const circumstances = this.#circumstances;
      const next = (focused: boolean): number =>
        at + nextLook(seen, () => store.expectations.outlook(seen, at), { ...circumstances, focused });
      const looked = { ...event, pollAt: Math.min(next(circumstances.focused), this.#askedFor(job, at)) };
      const putOff = !circumstances.focused && { putOff: { pollAt: looked.pollAt, watched: next(true) } };
      this.#pace.looked(job.id, { at, ...putOff });
      if (!this.#quiet.keep(job, looked)) this.#tell(job.id, looked, lease);
      return !isBack;
    } catch (error) {
      if (this.#stop.signal.aborted) return false;
      // Only a terminal status ends a job: whatever a look meets, it is looked at again.
      const now = clock.now();
      if (!(error instanceof HeldOff)) this.#pace.looked(job.id, { at: now });
      // Where all looks wait, this job is due as soon as the first of them may try.
      const pollAt = this.#asking.opensAt(job) ?? now + lookAfterFailure(job, now, this.#circumstances);
      this.#tell(job.id, { type: 'lookFailed', failure: failureOf(error), pollAt }, lease);
      return false;
    }
  }

  /** When somebody wants the next look who has asked while this one was under way: what it brought may be from before. Ms since 1970. */
  #askedFor(job: Job, at: number): number {
    const wanted = this.#deps.store.findUnfinished(job.id)?.pollAt;
    return wanted === undefined || wanted === job.pollAt ? Infinity : Math.max(wanted, earliestLook(job, at));
  }

  /** Resolves with false: whatever came of it, others may be due. */
  async #download(job: Job, lease: Lease): Promise<boolean> {
    await this.#downloads.fetch(job, lease, () => this.wake());
    return false;
  }

  /** Writes down soon what a look brought; what another window looks at by now is its own. */
  #tell(id: string, event: JobEvent, lease: Lease): void {
    if (lease.fence !== this.#lease?.fence) return;
    this.#news.add(id, [...this.#quiet.take(id), event]);
    this.#writing ??= this.#deps.clock.after(newsWait, () => this.#untilNextPulse(() => this.#writeNews()));
  }

  #writeNews(): void {
    this.#writing?.dispose();
    this.#writing = undefined;
    const lease = this.#lease;
    if (lease === undefined) return;
    const ids = this.#news.write(lease);
    const now = this.#deps.clock.now();
    if (this.leads && !this.#stop.signal.aborted) for (const id of ids) this.#seeTo(id, now);
  }

  get #circumstances(): Circumstances {
    return { focused: this.#isWatched, random: Math.random() };
  }

  /** Nothing to wait for: no timer, no lease. */
  #rest(): void {
    this.#pulse?.dispose();
    this.#pulse = undefined;
    this.#alarm.dispose();
    this.#pace.clear();
    this.#writing?.dispose();
    this.#writing = undefined;
    const { store, owner, log } = this.#deps;
    const lease = this.#lease;
    this.#lease = undefined;
    try {
      if (store.readOnly) return;
      if (lease !== undefined) {
        this.#news.write(lease);
        this.#quiet.write(lease);
      }
      store.windows.leave(owner);
    } catch (error) {
      log.warn('the other windows cannot be told that this one rests', error);
    }
  }
}
