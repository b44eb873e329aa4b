import type { Draft } from '../../shared/draft.ts';
import { shotOf } from '../drafts/lineage.ts';
import { Emitter } from '../event.ts';
import { Charges } from './charges.ts';
import { Clips } from './clips.ts';
import { Database } from './database.ts';
import { Drafts } from './drafts.ts';
import { Expectations } from './expectations.ts';
import { FinishedRuns } from './finishedRuns.ts';
import { isActive, isUnfinished, type Job } from './job.ts';
import { JobQueries, priceSettings } from './jobQueries.ts';
import { jobOf } from './jobRow.ts';
import { Prompts } from './prompts.ts';
import { asidePath } from './repair.ts';
import { heldDraft } from './schema.ts';
import { StoreError } from './storeError.ts';
import { transition, type JobEvent } from './transition.ts';
import { Unfinished } from './unfinished.ts';
import { Windows, type Lease } from './windows.ts';

/** Which jobs are new or not as they were, and which were removed from view. */
export interface StoreChange {
  readonly changed: readonly Job[];
  readonly removed: readonly string[];
}

/** A damaged database that was begun anew, and how much of it could be kept. */
export interface Repair {
  /** Path of the damaged file, which stays where it is. */
  readonly aside: string;
  readonly jobs: number;
  readonly drafts: number;
}

/**
 * Jobs and drafts on disk, shared by all windows of a user. Every write is durable when its method returns (WAL, synchronous
 * FULL), and is one transaction that reads what it changes: two windows cannot undo each other. All methods throw `StoreError`.
 */
export class JobStore extends JobQueries {
  /** The windows of this store, and which of them looks. */
  readonly windows: Windows;
  /** The drafts that no job holds. */
  readonly drafts: Drafts;
  /** Which of its jobs has its clip where. */
  readonly clips: Clips;
  /** What its jobs were charged. */
  readonly charges: Charges;
  /** What was said in them, and which prompts somebody marked. */
  readonly prompts: Prompts;
  /** How long its unfinished jobs will take, by those that have finished. */
  readonly expectations: Expectations;
  readonly #path: string;
  readonly #unfinished: Unfinished;
  readonly #changeEmitter = new Emitter<StoreChange>();
  #seenRevision: number;
  #telling = false;

  /** Fires for changes of this window, and for those of others when `refresh` finds them. */
  readonly onDidChange = this.#changeEmitter.event;

  /** Opens or makes the database at `path`. */
  constructor(path: string) {
    super(new Database(path));
    this.#path = path;
    this.windows = new Windows(this.database);
    this.drafts = new Drafts(this.database);
    this.clips = new Clips(this.database);
    this.charges = new Charges(this.database);
    this.prompts = new Prompts(this.database);
    this.expectations = new Expectations(new FinishedRuns(this.database));
    this.#unfinished = new Unfinished(this.database);
    this.#seenRevision = this.#revision();
    // In another file anything may be another: all of it is told.
    this.database.onDidReopen(() => {
      this.#seenRevision = -1;
      this.#unfinished.forget();
    });
  }

  /** True where a newer version forbids this one to write: jobs can be looked at, and every change throws `StoreError`. */
  get readOnly(): boolean {
    return this.database.readOnly;
  }

  /** Fires when the database was mended or put back while it was open. */
  get onDidReopen(): Database['onDidReopen'] {
    return this.database.onDidReopen;
  }

  /** The last repair, once: for the window that is to tell the user. */
  claimRepair(): Repair | undefined {
    const value = (name: string): number =>
      Number(this.database.rows('SELECT value FROM meta WHERE name = ?', name)[0]?.['value'] ?? 0);
    const at = value('repairedAt');
    if (at === 0 || this.database.run("UPDATE meta SET value = 0 WHERE name = 'repairedAt' AND value = ?", at) === 0)
      return undefined;
    return { aside: asidePath(this.#path, at), jobs: value('kept jobs'), drafts: value('kept drafts') };
  }

  /** Closes the database; no method may be called after it. */
  close(): void {
    this.database.close();
  }

  /** The jobs for which something is left to do by itself, oldest first; those removed from view among them. */
  unfinished(): readonly Job[] {
    return this.#unfinished.at(this.#revision());
  }

  /** The job with this id, where something is left to do for it by itself. */
  findUnfinished(id: string): Job | undefined {
    return this.#unfinished.find(id, this.#revision());
  }

  /** Makes the job's take the one of its shot that is kept. */
  choose(id: string): void {
    this.database.transaction(() => {
      const job = this.get(id);
      const chosen = job && transition(job, { type: 'judged', verdict: 'keeper' });
      if (job === undefined || chosen === undefined) return;
      for (const take of this.takesOf(shotOf(job.draft))) {
        const other = take.verdict === 'keeper' ? transition(take, { type: 'judged' }) : undefined;
        if (other !== undefined) this.#write(other);
      }
      this.#write(chosen);
    });
    this.#tellWritten();
  }

  /**
   * Puts a new job on disk for its draft, which it holds from now on. False where another job holds the draft already: two windows
   * may show one draft, and it is sent once. One of a series has to be on disk still: it may have become part of another draft there.
   */
  claim(job: Job): boolean {
    const claimed = this.database.transaction(() => {
      // What was written as the file was replaced is written once more, and may have come there already.
      if (this.#isHeld(job.draft)) return this.#isKnown(job);
      if (job.draft.series !== undefined && this.drafts.get(job.draft.id) === undefined) return false;
      this.#hideRefused(job);
      this.#put(job);
      return true;
    });
    this.#tellWritten();
    return claimed;
  }

  /**
   * Takes in a job that is known from elsewhere: one that is not known here, or of which nobody here has heard that it was accepted.
   * What is known better here stays as it is.
   */
  insert(job: Job): void {
    this.database.transaction(() => {
      const known = this.database.rows('SELECT state FROM jobs WHERE id = ?', job.id)[0]?.['state'];
      if (known === undefined) this.#put(job);
      else if (job.requestId !== undefined && ['submitting', 'unknown', 'withdrawn'].some((state) => state === known))
        this.#write(job);
    });
    this.#tellWritten();
  }

  /**
   * Lets `event` happen to the job, and returns what it became; undefined where it cannot happen to it any more, or where
   * `lease` (or `owner`) is no longer who may say so.
   */
  apply(id: string, event: JobEvent, by: { readonly lease?: Lease; readonly owner?: string } = {}): Job | undefined {
    const next = this.database.transaction(() => {
      if (by.lease !== undefined && !this.windows.holds(by.lease)) return undefined;
      const job = this.get(id);
      if (job === undefined || (by.owner !== undefined && job.owner !== by.owner)) return undefined;
      const next = transition(job, event);
      if (next === undefined) return undefined;
      this.#write(next);
      return next;
    });
    this.#tellWritten();
    return next;
  }

  /** Lets these events happen to each of these jobs, by id, as `apply` does: all in one write. */
  applyAll(events: Iterable<readonly [string, readonly JobEvent[]]>, { lease }: { readonly lease?: Lease } = {}): void {
    this.database.transaction(() => {
      if (lease !== undefined && !this.windows.holds(lease)) return;
      const revision = this.#revision();
      // All are found before any is written: of what may be rolled back nothing is remembered.
      const jobs = [...events].map(([id, of]) => ({ job: this.#unfinished.find(id, revision) ?? this.get(id), of }));
      for (const { job, of } of jobs) {
        const next = of.reduce((seen, event) => (seen && transition(seen, event)) ?? seen, job);
        if (next !== undefined && next !== job) this.#write(next);
      }
    });
    this.#tellWritten();
  }

  /** Takes a job from view. What was charged stays known. */
  remove(id: string, now: number): void {
    this.database.transaction(() => this.#hide(id, now));
    this.#tellWritten();
  }

  /** Takes a job from view that its user saw was not charged; not where it is known by now what became of it. */
  forget(id: string, now: number): void {
    this.database.transaction(() => {
      const job = this.get(id);
      const forgotten = job && transition(job, { type: 'notCharged' });
      if (forgotten === undefined) return;
      this.#write(forgotten);
      this.#hide(id, now);
    });
    this.#tellWritten();
  }

  /** Undoes a job of which surely nothing was sent, keeping its draft. False where something may have been sent after all. */
  withdraw(id: string, now: number): boolean {
    const withdrawn = this.database.transaction(() => {
      const job = this.get(id);
      if (job?.state !== 'submitting' || job.sentAt !== undefined) return false;
      this.drafts.keep(job.draft, now);
      this.database.run(
        "UPDATE jobs SET state = 'withdrawn', unfinished = 0, removedAt = ?, revision = ? WHERE id = ?",
        now,
        this.#nextRevision(),
        id,
      );
      return true;
    });
    this.#tellWritten();
    return withdrawn;
  }

  /** A job of this window that the database has lost is in it again; not one of which nothing was sent, and whose draft is by now. */
  putBack(job: Job): void {
    this.database.transaction(() => {
      if (!this.#isKnown(job) && (job.sentAt !== undefined || !this.#isHeld(job.draft))) this.#put(job);
    });
    this.#tellWritten();
  }

  /** Keeps the draft of a job that is not known here any more, and of which surely nothing was sent; not one that another job holds. */
  keepDraft(job: Job, now: number): void {
    this.database.transaction(() => {
      if (!this.#isKnown(job) && !this.#isHeld(job.draft)) this.drafts.keep(job.draft, now);
    });
  }

  /** True once a job: for the window that is to tell the user of its end. */
  claimNotification(id: string): boolean {
    return this.claimNotifications([id]).length === 1;
  }

  /** Those of these jobs, by id, for which `claimNotification` is true. */
  claimNotifications(ids: readonly string[]): string[] {
    const sql = 'UPDATE jobs SET notified = 1 WHERE id = ? AND notified = 0';
    return this.database.transaction(() => ids.filter((id) => this.database.run(sql, id) === 1));
  }

  /** Tells listeners what any window changed since the last time. */
  refresh(): void {
    // What a listener changes is told after what it listens to: nobody hears the newer of two states first.
    if (this.#telling) return;
    this.#telling = true;
    try {
      if (!this.readOnly) this.database.follow();
      for (let revision = this.#revision(); revision !== this.#seenRevision; revision = this.#revision()) {
        this.#tell(revision);
      }
    } finally {
      this.#telling = false;
    }
  }

  /** What was written is written, whatever becomes of telling it: the next refresh tells it then. */
  #tellWritten(): void {
    try {
      this.refresh();
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
    }
  }

  #tell(revision: number): void {
    // Those that are unfinished are read for all at once.
    const read = (row: Record<string, unknown>): Job | readonly Job[] =>
      this.#unfinished.find(String(row['id']), revision) ?? jobOf(row);
    const rows = this.database.rows('SELECT id, body, removedAt FROM jobs WHERE revision > ?', this.#seenRevision);
    this.#seenRevision = revision;
    this.#changeEmitter.fire({
      changed: rows.filter((row) => row['removedAt'] === null).flatMap(read),
      removed: rows.filter((row) => row['removedAt'] !== null).map((row) => String(row['id'])),
    });
  }

  #isKnown({ id }: Job): boolean {
    return this.database.rows('SELECT 1 FROM jobs WHERE id = ?', id).length > 0;
  }

  #isHeld({ id }: Draft): boolean {
    const sql = `SELECT 1 FROM jobs WHERE ${heldDraft} = ? AND state NOT IN ('withdrawn', 'rejected')`;
    return this.database.rows(sql, id).length > 0;
  }

  #put(job: Job): void {
    this.drafts.delete(job.draft.id);
    this.database.run(
      `INSERT INTO jobs (id, state, body, unfinished, notified, createdAt, settings, creditsCharged, revision)
       VALUES (?, ?, ?, ?, 0, ?, ?, ?, ?)`,
      ...[job.id, job.state, JSON.stringify(job), Number(isUnfinished(job)), job.createdAt, priceSettings(job)],
      ...[job.creditsCharged ?? null, this.#nextRevision()],
    );
  }

  /** Another try of the same draft takes the place of those that were refused: none of them is a take of anything. */
  #hideRefused({ draft, createdAt }: Job): void {
    const sql = `SELECT id FROM jobs WHERE ${heldDraft} = ? AND state = 'rejected' AND removedAt IS NULL`;
    for (const { id } of this.database.rows(sql, draft.id)) this.#hide(String(id), createdAt);
  }

  #hide(id: string, now: number): void {
    const sql = 'UPDATE jobs SET removedAt = ?, revision = ? WHERE id = ? AND removedAt IS NULL';
    this.database.run(sql, now, this.#nextRevision(), id);
  }

  #write(job: Job): void {
    this.database.run(
      // A job that was given up as lost and goes on after all will have another end to tell of.
      // And one that was forgotten as not charged is seen again where it was accepted.
      `UPDATE jobs SET state = ?, body = ?, unfinished = ?, notified = notified AND NOT ?, creditsCharged = ?, revision = ?,
         removedAt = iif(? AND state IN ('unknown', 'withdrawn'), NULL, removedAt)
       WHERE id = ?`,
      ...[job.state, JSON.stringify(job), Number(isUnfinished(job)), Number(isActive(job))],
      ...[job.creditsCharged ?? null, this.#nextRevision(), Number(isActive(job)), job.id],
    );
  }

  #revision(): number {
    return Number(this.database.rows("SELECT value FROM meta WHERE name = 'revision'")[0]?.['value'] ?? 0);
  }

  #nextRevision(): number {
    const sql = "UPDATE meta SET value = value + 1 WHERE name = 'revision' RETURNING value";
    return Number(this.database.rows(sql)[0]?.['value'] ?? 0);
  }
}
