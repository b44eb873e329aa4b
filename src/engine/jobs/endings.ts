import type { Clock } from '../clock.ts';
import { Emitter, type Disposable, type Event } from '../event.ts';
import type { Job } from './job.ts';
import type { Log } from '../ports.ts';
import type { JobStore } from './store.ts';

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
 * Tells of each job's end once over all windows: the window that made a job does, and after that window's death the one that looks.
 */
export class Endings implements Disposable {
  readonly #deps: EndingsDeps;
  readonly #emitter = new Emitter<Job>();
  readonly #listening: Disposable;

  /** Fires in the one window that is to tell the user. */
  readonly onDidEnd: Event<Job> = this.#emitter.event;

  constructor(deps: EndingsDeps) {
    this.#deps = deps;
    this.#listening = deps.store.onDidChange(({ changed }) => this.#tell(changed.filter(isToldOf)));
  }

  dispose(): void {
    this.#listening.dispose();
  }

  #tell(jobs: readonly Job[]): void {
    if (jobs.length === 0) return;
    const { store, log } = this.#deps;
    try {
      const own = jobs.filter(this.#isOurs());
      const claimed = new Set(own.length === 0 ? [] : store.claimNotifications(own.map(({ id }) => id)));
      for (const job of own) if (claimed.has(job.id)) this.#emitter.fire(job);
    } catch (error) {
      log.warn(`the end of ${jobs.map(({ id }) => `job ${id}`).join(', ')} cannot be told`, error);
    }
  }

  /** Whether this window is the one to tell of a job, as things are now. */
  #isOurs(): (job: Job) => boolean {
    const { store, clock, owner, leads } = this.#deps;
    let living: ReadonlySet<string> | undefined;
    return (job) => {
      if (job.owner === owner) return true;
      if (!leads()) return false;
      living ??= store.windows.living(clock.now()).ids;
      return !living.has(job.owner);
    };
  }
}

/** Ends that come by themselves, when nothing is under way any more. What a person did (cancel) or was just shown (reject) is none. */
function isToldOf(job: Job): boolean {
  if (job.state === 'failed' || job.state === 'unknown') return true;
  return job.state === 'succeeded' && (job.download.state === 'done' || job.download.state === 'failed');
}
