import type { Database } from './database.ts';
import type { Job } from './job.ts';
import { jobOf } from './jobRow.ts';

/** The unfinished jobs as they were read last, brought up to date by what has changed since: they are asked for at every step. */
export class Unfinished {
  readonly #database: Database;
  /** By id, oldest first. */
  #jobs = new Map<string, Job>();
  #list: readonly Job[] = [];
  #revision: number | undefined;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Those of the store at this revision, oldest first. Throws `StoreError`. */
  at(revision: number): readonly Job[] {
    if (revision === this.#revision) return this.#list;
    const isOpening = this.#revision === undefined;
    const rows =
      this.#revision === undefined
        ? this.#database.rows('SELECT id, unfinished, body FROM jobs WHERE unfinished = 1 ORDER BY createdAt, id')
        : this.#database.rows('SELECT id, unfinished, body FROM jobs WHERE revision > ?', this.#revision);
    this.#revision = revision;
    let isInOrder = true;
    for (const row of rows) {
      const id = String(row['id']);
      const [job] = row['unfinished'] === 1 ? jobOf(row) : [];
      if (job === undefined) this.#jobs.delete(id);
      else {
        isInOrder &&= isOpening || this.#jobs.has(id);
        this.#jobs.set(id, job);
      }
    }
    this.#list = isInOrder ? [...this.#jobs.values()] : this.#inOrder();
    return this.#list;
  }

  /** The one with this id, of the store at this revision; undefined where it is none. Throws `StoreError`. */
  find(id: string, revision: number): Job | undefined {
    this.at(revision);
    return this.#jobs.get(id);
  }

  /** They are of another file by now. */
  forget(): void {
    this.#jobs.clear();
    this.#revision = undefined;
  }

  #inOrder(): readonly Job[] {
    const sorted = [...this.#jobs].sort(([idA, a], [idB, b]) => a.createdAt - b.createdAt || (idA < idB ? -1 : 1));
    this.#jobs = new Map(sorted);
    return [...this.#jobs.values()];
  }
}
