import { draftSchema, type Draft } from '../../shared/draft.ts';
import type { Database } from './database.ts';

/** The drafts of the store that no job holds: what somebody has begun, and what is left of a series. All methods throw `StoreError`. */
export class Drafts {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  get(id: string): Draft | undefined {
    return this.#database.rows('SELECT body FROM drafts WHERE id = ?', id).flatMap(draftOf)[0];
  }

  /** All of them, the last changed first. */
  list(): Draft[] {
    return this.#database.rows('SELECT body FROM drafts ORDER BY updatedAt DESC, id').flatMap(draftOf);
  }

  /** Those that were to be sent after this one, in their order. */
  seriesOf(id: string): Draft[] {
    return this.list().filter(({ series }) => series === id);
  }

  /** Puts a draft on disk as it is now. `now` in ms since 1970. */
  save(draft: Draft, now: number): void {
    this.#save(draft, now, 'UPDATE SET body = excluded.body, updatedAt = excluded.updatedAt');
  }

  /** Puts all of these on disk, or none; they keep their order. `insteadOf`: ids of those whose place they take. */
  saveAll(drafts: readonly Draft[], now: number, insteadOf: readonly string[] = []): void {
    this.#database.transaction(() => {
      for (const id of insteadOf) this.delete(id);
      for (const [index, draft] of drafts.entries()) this.save(draft, now - index);
    });
  }

  /** Puts a draft on disk that is not there; one that is may be newer, and stays. */
  keep(draft: Draft, now: number): void {
    this.#save(draft, now, 'NOTHING');
  }

  delete(id: string): void {
    this.#database.run('DELETE FROM drafts WHERE id = ?', id);
  }

  deleteAll(ids: readonly string[]): void {
    this.#database.transaction(() => {
      for (const id of ids) this.delete(id);
    });
  }

  #save(draft: Draft, now: number, conflict: string): void {
    this.#database.run(
      `INSERT INTO drafts (id, body, updatedAt) VALUES (?, ?, ?) ON CONFLICT (id) DO ${conflict}`,
      draft.id,
      JSON.stringify(draft),
      now,
    );
  }
}

/** A row is foreign input, as that of a job is. */
function draftOf(row: Record<string, unknown>): Draft[] {
  try {
    const draft = draftSchema.safeParse(JSON.parse(String(row['body']))).data;
    return draft === undefined ? [] : [draft];
  } catch {
    return [];
  }
}
