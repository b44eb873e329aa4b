import type { Database } from './database.ts';

/** A window without a sign of life for this long (ms) is dead; its lease ends after the same time. */
export const lifetime = 10_000;

/** The right to poll and to download, for all windows of this store. */
export interface Lease {
  readonly owner: string;
  /**
   * Grows at each change of hands: what an earlier holder still writes is refused. It is not below the seconds since 1970, so that it
   * grows also where the database is begun anew, beside files that were named by it.
   */
  readonly fence: number;
}

/**
 * The windows that are open on one store, and which one of them may look at jobs and download for all. Times are ms since 1970. All
 * methods throw `StoreError`.
 */
export class Windows {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Says that this window lives. */
  beat(window: string, focused: boolean, now: number): void {
    this.#database.run(
      `INSERT INTO windows (id, heartbeat, focused) VALUES (?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET heartbeat = excluded.heartbeat, focused = excluded.focused`,
      ...[window, now, Number(focused)],
    );
  }

  /** Takes a window's signs of life and its lease back, as it ends. */
  leave(window: string): void {
    this.#database.transaction(() => {
      this.#database.run('DELETE FROM windows WHERE id = ?', window);
      this.#database.run('UPDATE leases SET expiresAt = 0 WHERE owner = ?', window);
    });
  }

  /**
   * The windows that gave a sign of life in the last `within` ms, and whether the user looks at one of them. A sign from the far
   * future is of a clock that was set back since: it says nothing.
   */
  living(now: number, within = lifetime): { readonly ids: ReadonlySet<string>; readonly focused: boolean } {
    const sql = 'SELECT id, focused FROM windows WHERE heartbeat >= ? AND heartbeat <= ?';
    const rows = this.#database.rows(sql, now - within, now + within);
    return { ids: new Set(rows.map((row) => String(row['id']))), focused: rows.some((row) => row['focused'] === 1) };
  }

  /** Asks whoever looks to try everything at once. */
  wantLooks(now: number): void {
    this.#database.run(
      `INSERT INTO meta (name, value) VALUES ('looks wanted', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
      now,
    );
  }

  /** When somebody last asked for that; 0 where nobody has. */
  looksWantedAt(): number {
    return Number(this.#database.rows("SELECT value FROM meta WHERE name = 'looks wanted'")[0]?.['value'] ?? 0);
  }

  /** Takes or renews the lease until `expiresAt`; undefined while another window holds it. */
  takeLease(owner: string, now: number, expiresAt: number): Lease | undefined {
    return this.#database.transaction(() => {
      const held = this.#database.rows("SELECT owner, fence, expiresAt FROM leases WHERE name = 'poller'")[0];
      const own = held?.['owner'] === owner;
      const heldUntil = Number(held?.['expiresAt'] ?? 0);
      // One that lasts longer than any lease can is of a clock that was set back since: its holder may be long dead.
      const isHeld = heldUntil > now && heldUntil <= now + 2 * (expiresAt - now);
      if (!own && isHeld) return undefined;
      const before = Number(held?.['fence'] ?? 0);
      const fence = own ? before : Math.max(before, Math.floor(now / 1000)) + 1;
      this.#database.run(
        `INSERT INTO leases (name, owner, fence, expiresAt) VALUES ('poller', ?, ?, ?)
         ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, fence = excluded.fence, expiresAt = excluded.expiresAt`,
        ...[owner, fence, expiresAt],
      );
      return { owner, fence };
    });
  }

  /**
   * True once for the window that is to ask this, over all windows: until it is answered, or the one that asked is not among the
   * `living` any more.
   */
  claimQuestion(question: string, window: string, living: ReadonlySet<string>): boolean {
    const name = `question ${question}`;
    return this.#database.transaction(() => {
      const asker = this.#database.rows('SELECT owner FROM leases WHERE name = ?', name)[0]?.['owner'];
      if (asker === window || (typeof asker === 'string' && living.has(asker))) return false;
      this.#database.run(
        `INSERT INTO leases (name, owner, fence, expiresAt) VALUES (?, ?, 0, 0)
         ON CONFLICT (name) DO UPDATE SET owner = excluded.owner`,
        ...[name, window],
      );
      return true;
    });
  }

  /** It may be asked anew. */
  answerQuestion(question: string): void {
    this.#database.run('DELETE FROM leases WHERE name = ?', `question ${question}`);
  }

  /** True while nobody else has taken the lease since. */
  holds({ owner, fence }: Lease): boolean {
    const sql = "SELECT 1 FROM leases WHERE name = 'poller' AND owner = ? AND fence = ?";
    return this.#database.rows(sql, owner, fence).length === 1;
  }
}
