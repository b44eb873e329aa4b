import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { Emitter } from '../event.ts';
import { finishRepair, putBack, repairDatabase } from './repair.ts';
import { isUnderRepair } from './repairLock.ts';
import { copyRows } from './salvage.ts';
import { forbidsWriting, migrate } from './schema.ts';
import { isBusy, isDamage, storeErrorOf } from './sqliteErrors.ts';
import { StoreError } from './storeError.ts';

/** How long a statement waits for another window to finish its own, ms. */
const patience = 5000;

/** How often a new database is made one with a log: each time another window may be first. */
const walAttempts = 50;

/**
 * The database at a path: opened or made, with the tables of this version. A write is on disk when it returns (WAL, synchronous
 * FULL). A damaged file is set aside and begun anew with what can be read; one that was taken away is put back. All methods throw
 * `StoreError`.
 */
export class Database {
  readonly #path: string;
  readonly #statements = new Map<string, StatementSync>();
  readonly #reopenEmitter = new Emitter<void>();
  #connection: DatabaseSync;
  /** Which file the connection is to; a name may come to stand for another one. */
  #file: string | undefined;
  #readOnly = false;

  /** Fires when the path leads to another file than before: what was read earlier may not hold any more. */
  readonly onDidReopen = this.#reopenEmitter.event;

  constructor(path: string) {
    this.#path = path;
    this.#connection = this.#asStoreErrors(() => {
      makeFolderOf(path);
      return this.#openMended();
    });
  }

  /** True where a newer version forbids this one to write. */
  get readOnly(): boolean {
    return this.#readOnly;
  }

  /**
   * Does all of `work` or nothing of it; no other window writes in between. Where the file was replaced meanwhile, `work` is done once
   * more in the new one, which may hold what it has done already.
   */
  transaction<T>(work: () => T): T {
    if (this.#readOnly) throw new StoreError('newer');
    return this.#withMending(() => {
      for (;;) {
        this.#follow();
        const done = this.#attempt(work);
        if (done !== undefined && this.#isKept()) return done.result;
      }
    });
  }

  /** The rows that a query brings. */
  rows(sql: string, ...values: SQLInputValue[]): Record<string, unknown>[] {
    return this.#withMending(() => this.#prepare(sql).all(...values));
  }

  /** Runs a statement; returns how many rows it changed. */
  run(sql: string, ...values: SQLInputValue[]): number {
    const change = (): number => Number(this.#prepare(sql).run(...values).changes);
    return this.#connection.isTransaction ? change() : this.transaction(change);
  }

  /**
   * What is written to a file that nobody can find any more is lost, and what is read there is old: where the path leads to another
   * file by now, that is the database; where it leads to none, ours is put back. Each write begins with it.
   */
  follow(): void {
    if (!this.#connection.isTransaction) this.#asStoreErrors(() => this.#follow());
  }

  close(): void {
    this.#statements.clear();
    this.#connection.close();
  }

  /** Does `work`; where the file turns out to be damaged it is mended, and `work` done once more. */
  #withMending<T>(work: () => T): T {
    // What fails inside a transaction is mended by the transaction, which can be done anew as a whole.
    if (this.#connection.isTransaction) return work();
    return this.#asStoreErrors(() => {
      try {
        return work();
      } catch (error) {
        if (!isDamage(error)) throw error;
        repairDatabase(this.#path);
        this.#reopen();
        return work();
      }
    });
  }

  #asStoreErrors<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw storeErrorOf(error, this.#path);
    }
  }

  /** Undefined where the file is being replaced: nothing was done. */
  #attempt<T>(work: () => T): { readonly result: T } | undefined {
    this.#connection.exec('BEGIN IMMEDIATE');
    try {
      this.#refuseWhereNewer();
      // While this window waited for its turn, another one may have begun to mend the file.
      const done = this.#isInPlace() ? { result: work() } : undefined;
      this.#connection.exec(done === undefined ? 'ROLLBACK' : 'COMMIT');
      return done;
    } catch (error) {
      if (this.#connection.isTransaction) this.#connection.exec('ROLLBACK');
      throw error;
    }
  }

  /** The mark comes first: a repair that ends in between has put another file there. See `repairDatabase`. */
  #isInPlace(): boolean {
    return !isUnderRepair(this.#path) && fileAt(this.#path) === this.#file;
  }

  /** True where what was committed is in the file that all windows use. Waits for a repair that is under way. */
  #isKept(): boolean {
    while (isUnderRepair(this.#path)) finishRepair(this.#path);
    return fileAt(this.#path) === this.#file;
  }

  #follow(): void {
    if (this.#isInPlace()) return;
    makeFolderOf(this.#path);
    finishRepair(this.#path);
    if (fileAt(this.#path) === this.#file) return;
    putBack(this.#connection, this.#path);
    this.#reopen();
  }

  #reopen(): void {
    const before = { connection: this.#connection, file: this.#file };
    const next = this.#openMended();
    try {
      if (!this.#readOnly) copyRows(before.connection, next);
    } catch (error) {
      // All is as it was, and the next write tries again.
      this.#file = before.file;
      next.close();
      throw error;
    }
    this.#connection = next;
    this.#statements.clear();
    before.connection.close();
    this.#reopenEmitter.fire();
  }

  #openMended(): DatabaseSync {
    finishRepair(this.#path);
    try {
      return this.#open();
    } catch (error) {
      if (!isDamage(error)) throw error;
      repairDatabase(this.#path);
      return this.#open();
    }
  }

  #open(): DatabaseSync {
    const connection = new DatabaseSync(this.#path, { timeout: patience });
    try {
      useWal(connection);
      connection.exec('PRAGMA synchronous = FULL');
      this.#readOnly = forbidsWriting(connection);
      if (this.#readOnly) connection.exec('PRAGMA query_only = 1');
      else migrate(connection);
      this.#file = fileAt(this.#path);
      return connection;
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  /** A newer version may have come while this window was open. */
  #refuseWhereNewer(): void {
    this.#readOnly = forbidsWriting(this.#connection);
    if (this.#readOnly) throw new StoreError('newer');
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#connection.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

/**
 * Windows that open a new database at once are in each other's way here, and SQLite refuses this one statement without its usual
 * patience: the others are waited for in a transaction, which has it.
 */
function useWal(connection: DatabaseSync): void {
  for (let attempt = 1; ; attempt++) {
    try {
      connection.exec('PRAGMA journal_mode = WAL');
      return;
    } catch (error) {
      if (!isBusy(error) || attempt === walAttempts) throw error;
      connection.exec('BEGIN EXCLUSIVE; COMMIT');
    }
  }
}

/** What tells one file from another, undefined where there is none. */
function fileAt(path: string): string | undefined {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found && `${found.dev} ${found.ino}`;
}

function makeFolderOf(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
  } catch (cause) {
    // Node says so of a folder on a disk that may only be read.
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')
      throw new StoreError('unwritable', { cause });
    throw cause;
  }
}
