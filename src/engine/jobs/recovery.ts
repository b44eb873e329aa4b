import type { Clock } from '../clock.ts';
import { Emitter, type Disposable } from '../event.ts';
import { FolderWatch } from '../folderWatch.ts';
import type { Log } from '../ports.ts';
import { isUnfinished, type Job } from './job.ts';
import { readJob } from './jobSchema.ts';
import { Receipts } from './receipts.ts';
import type { JobStore, Repair } from './store.ts';

export interface RecoveryDeps {
  readonly store: JobStore;
  /** The folder that all windows share: the store lies in it, and the receipts. */
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Called when there may be something new to do: the store was opened, or is another file by now. */
  readonly onTakenUp: () => void;
}

/**
 * Brings what this machine knows of jobs back into the store: what another window wrote, what only a receipt or the client still
 * knows, what was left of a damaged database.
 */
export class Recovery implements Disposable {
  readonly receipts: Receipts;
  readonly #deps: RecoveryDeps;
  readonly #repairEmitter = new Emitter<Repair>();
  readonly #watcher: FolderWatch;
  readonly #listening: readonly Disposable[];
  /** The jobs whose receipts were read and that the store has: with a thousand under way nobody reads a thousand files at each pulse. */
  readonly #takenIn = new Set<string>();
  #disposed = false;

  /** Fires once after the database was damaged and begun anew, in the one window that is to tell the user. */
  readonly onDidRepair = this.#repairEmitter.event;

  constructor(deps: RecoveryDeps) {
    const { store, folder, clock, log } = deps;
    this.#deps = deps;
    this.receipts = new Receipts(folder, log);
    this.#watcher = new FolderWatch(folder, clock, (name) => this.#quietly(() => this.#onFolder(name)));
    this.#listening = [
      store.onDidChange(({ changed, removed }) => {
        changed.forEach((job) => this.#dropIfDone(job));
        // It goes on, unseen, and its receipt holds a prompt.
        removed.forEach((id) => this.#quietly(() => this.#dropIfDone(store.get(id))));
      }),
      store.onDidReopen(() => queueMicrotask(() => this.#quietly(() => this.#reopened()))),
    ];
    // Not before those who made this listen to it: what is found at once may be the end of a job.
    queueMicrotask(() => this.#quietly(() => this.#takeUp()));
  }

  /**
   * Takes in jobs that the store does not know (any JSON; what is no job is left out): a container that was rebuilt has lost its
   * disk, but not what the client remembers of unfinished jobs. What is remembered may be older than the moment of sending, so a
   * job without an answer counts as sent.
   */
  adopt(remembered: readonly unknown[]): void {
    for (const value of remembered) {
      const job = readJob(value);
      if (job === undefined) continue;
      // A store that cannot be written to can still be looked at.
      this.#quietly(() => this.#deps.store.insert(afterLoss(job)));
    }
  }

  /**
   * What a client is to remember for `adopt`: the jobs that may be charged and of which something is missing here, an answer or the clip.
   * Throws `StoreError`.
   */
  toRemember(): Job[] {
    const { store } = this.#deps;
    const jobs = [...store.unfinished(), ...store.clips.homeless(), ...store.unanswered()];
    return jobs.filter(({ requestId, sentAt }) => requestId !== undefined || sentAt !== undefined);
  }

  /** Brings what was paid for and could not be written down into the store. Throws `StoreError`. */
  readReceipts(): void {
    const { store } = this.#deps;
    for (const job of this.receipts.jobs(this.#takenIn)) {
      if (store.get(job.id)?.requestId === undefined) store.insert(job);
      this.#takenIn.add(job.id);
      this.#dropIfDone(store.get(job.id));
    }
  }

  dispose(): void {
    this.#disposed = true;
    this.#watcher.dispose();
    for (const listening of this.#listening) listening.dispose();
  }

  /** The store is in another file by now, perhaps in another folder of the same name. */
  #reopened(): void {
    this.#watcher.renew();
    this.#takenIn.clear();
    this.#takeUp();
  }

  /** After the store was opened or mended. */
  #takeUp(): void {
    const { store, onTakenUp } = this.#deps;
    if (!store.readOnly) {
      const repair = store.claimRepair();
      if (repair !== undefined) this.#repairEmitter.fire(repair);
      this.receipts.tidy();
      this.readReceipts();
    }
    onTakenUp();
  }

  /** Another window wrote to the folder: to the store, or a receipt where it could not. */
  #onFolder(name: string | null): void {
    const { store } = this.#deps;
    if (name !== null && Receipts.isReceipt(name) && !store.readOnly) this.readReceipts();
    store.refresh();
  }

  /** A receipt has done its duty when the service has ended the job, and what there was to have of it is here. */
  #dropIfDone(job: Job | undefined): void {
    if (job?.requestId === undefined || isUnfinished(job) || job.download.state === 'failed') return;
    // One that cannot be dropped now is read again at the next pulse.
    this.#takenIn.delete(job.id);
    this.#quietly(() => this.receipts.drop(job.id));
  }

  /** For what is called from nowhere: what fails there is seen at the next pulse. */
  #quietly(work: () => void): void {
    try {
      if (!this.#disposed) work();
    } catch (error) {
      this.#deps.log.warn('the store cannot be used', error);
    }
  }
}

/** A job of a machine that is gone, with its disk: it may have been sent since, and a clip that was kept there has to be got anew. */
function afterLoss(job: Job): Job {
  const { download } = job;
  if (job.state === 'submitting') return { ...job, sentAt: job.sentAt ?? job.createdAt };
  if (download.state === 'failed') return { ...job, download: { state: 'pending' } };
  // A clip in its folder belongs to its user, on whatever disk that is.
  if (download.state !== 'done' || download.aside === undefined) return job;
  return { ...job, download: { state: 'pending' }, kept: { file: download.file } };
}
