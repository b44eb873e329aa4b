import type { Clock } from '../clock.ts';
import { Emitter, type Disposable, type Event } from '../event.ts';
import type { Job } from './job.ts';
import type { Log } from '../ports.ts';
import type { JobStore } from './store.ts';
import { lifetime } from './windows.ts';

export interface EndingsDeps {
  readonly store: JobStore;
  readonly clock: Clock;
  readonly log: Log;
  /** This window. */
  readonly owner: string;
  /** True while this window is the one that looks. */
  readonly leads: () => boolean;
}

/**
 * Tells of each job's end once over all windows: the window that made a job does, and after that window's death the one that looks. A
 * window that has just died seems to live for a while: what it would have told is asked for once more after that.
 */
export class Endings implements Disposable {
  readonly #deps: EndingsDeps;
  readonly #emitter = new Emitter<Job>();
  readonly #listening: Disposable;
  /** Jobs whose end a window that seems to live is to tell. */
  readonly #left = new Set<string>();
  #again: Disposable | undefined;

  /** Fires in the one window that is to tell the user. */
  readonly onDidEnd: Event<Job> = this.#emitter.event;

  constructor(deps: EndingsDeps) {
    this.#deps = deps;
    this.#listening = deps.store.onDidChange(({ changed }) => this.#hear(changed.filter(isToldOf)));
  }

  dispose(): void {
    this.#listening.dispose();
    this.#again?.dispose();
  }

  #hear(jobs: readonly Job[]): void {
    if (jobs.length === 0) return;
    const { owner, leads } = this.#deps;
    const ids = jobs.map(({ id }) => id);
    this.#tell(ids, (isDead) => {
      const own = jobs.filter((job) => job.owner === owner || (leads() && isDead(job)));
      if (leads()) this.#leave(jobs.filter((job) => !own.includes(job)));
      return own;
    });
  }

  /** What these windows do not tell of is told when they turn out to be dead, whoever looks by then. */
  #leave(jobs: readonly Job[]): void {
    if (jobs.length === 0) return;
    for (const { id } of jobs) this.#left.add(id);
    this.#again ??= this.#deps.clock.after(lifetime + 1000, () => {
      this.#again = undefined;
      const left = [...this.#left];
      this.#left.clear();
      this.#tell(left, (isDead) =>
        left.map((id) => this.#deps.store.get(id)).filter((job): job is Job => job !== undefined && isDead(job)),
      );
    });
  }

  /** Tells of those that `choose` gives, and that nobody has told of yet. */
  #tell(ids: readonly string[], choose: (isDead: (job: Job) => boolean) => readonly Job[]): void {
    const { store, clock, log } = this.#deps;
    let living: ReadonlySet<string> | undefined;
    try {
      const chosen = choose(({ owner }) => !(living ??= store.windows.living(clock.now()).ids).has(owner));
      const claimed = new Set(chosen.length === 0 ? [] : store.claimNotifications(chosen.map(({ id }) => id)));
      for (const job of chosen) if (claimed.has(job.id)) this.#emitter.fire(job);
    } catch (error) {
      log.warn(`the end of ${ids.map((id) => `job ${id}`).join(', ')} cannot be told`, error);
    }
  }
}

function isToldOf(job: Job): boolean {
  if (job.state === 'failed' || job.state === 'unknown') return true;
  return job.state === 'succeeded' && (job.download.state === 'done' || job.download.state === 'failed');
}
