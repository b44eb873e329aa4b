import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { isMisfit } from './sqliteErrors.ts';

/**
 * What people made or paid for, the dearest first; then who lives and looks just now, which a repair changes nothing about. `meta`
 * counts anew.
 */
const keptTables = ['jobs', 'drafts', 'uploads', 'urls', 'consents', 'prompts', 'leases', 'windows'] as const;

/**
 * Where a row is in both files, the one that was changed last is kept. A job that was withdrawn stays so unless the service has
 * accepted it: its draft is back, and may have been sent anew. Of the other tables what is there stays.
 */
const newerWins: Readonly<Record<string, string>> = {
  jobs: `(id) DO UPDATE SET $ WHERE excluded.revision > jobs.revision AND (jobs.state <> 'withdrawn'
    OR iif(json_valid(excluded.body), json_extract(excluded.body, '$.requestId'), NULL) IS NOT NULL)`,
  drafts: '(id) DO UPDATE SET $ WHERE excluded.updatedAt > drafts.updatedAt',
};

/** How far the count of changes goes on in a new file: what is changed there is newer than anything that is still written to the old. */
const revisionGap = 1_000_000;

/** How long (ms) a damaged file is searched for what is between its bad places: other windows wait meanwhile. */
const readingLasts = 10_000;

/** No row takes fewer bytes of a page than this. */
const leastRow = 8;

/** Where a row's number is read as a column: no table has one of this name. */
const place = 'place in the file';

/** Brings what `to` lacks, or has as it was before, over from `from`, as far as it can be read. */
export function copyRows(from: DatabaseSync, to: DatabaseSync): void {
  const until = Date.now() + readingLasts;
  to.exec('BEGIN IMMEDIATE');
  try {
    const came: SQLInputValue[] = [];
    for (const table of keptTables) {
      copyTable(table, from, to, until, (row) => {
        if (table === 'jobs') came.push(row['id'] ?? null);
      });
    }
    // Above every row's own, so that no change is ever missed; what has come now is one for every window.
    to.exec(
      `UPDATE meta SET value = max(value, (SELECT coalesce(max(revision), 0) FROM jobs)) + 1 WHERE name = 'revision'`,
    );
    const stamp = to.prepare(
      "UPDATE jobs SET revision = (SELECT value FROM meta WHERE name = 'revision') WHERE id = ?",
    );
    for (const id of came) stamp.run(id);
    to.exec('COMMIT');
  } catch (error) {
    to.exec('ROLLBACK');
    throw error;
  }
}

/** The changes of a new file count on from far above those of the one that it takes the place of. */
export function leaveGap(to: DatabaseSync): void {
  to.exec(`UPDATE meta SET value = value + ${revisionGap} WHERE name = 'revision'`);
}

function copyTable(
  table: string,
  from: DatabaseSync,
  to: DatabaseSync,
  until: number,
  onCopied: (row: Row) => void,
): void {
  const columns = columnsOf(to, table).filter((column) => columnsOf(from, table).includes(column));
  if (columns.length === 0) return;
  const places = columns.map(() => '?').join();
  const conflict =
    newerWins[table]?.replace('$ ', `${columns.map((column) => `"${column}" = excluded."${column}"`).join()} `) ??
    'DO NOTHING';
  const insert = to.prepare(`INSERT INTO "${table}" (${list(columns)}) VALUES (${places}) ON CONFLICT ${conflict}`);
  for (const row of readable(from, table, columns, until)) {
    try {
      if (insert.run(...columns.map((column) => row[column] ?? null)).changes > 0) onCopied(row);
    } catch (error) {
      // Damage can make text of a number: such a row is lost, and the others are not.
      if (!isMisfit(error)) throw error;
    }
  }
}

type Row = Record<string, SQLInputValue>;

/**
 * The rows of a table on both sides of each bad place. What lies between the last row that can be read from the one side and from the
 * other is halved, and each half read in the same way, the largest first: a page that cannot be read costs its own rows alone.
 */
function* readable(from: DatabaseSync, table: string, columns: readonly string[], until: number): Generator<Row> {
  const whole = { first: 0, last: lastRow(from, table) };
  const gaps = [whole];
  // Each table is read from both its ends at least, however long those before it took.
  for (let gap = gaps.shift(); gap !== undefined && (gap === whole || Date.now() < until); gap = gaps.shift()) {
    const up = yield* readableFrom(from, table, columns, gap, 'ASC');
    if (up === 'all') continue;
    const down = yield* readableFrom(from, table, columns, { ...gap, first: up ?? gap.first }, 'DESC');
    if (down === 'all') continue;
    const first = up === undefined ? gap.first : up + 1;
    const last = down === undefined ? gap.last : down - 1;
    // The one row that is left was tried from both sides.
    if (first >= last) continue;
    const middle = Math.floor((first + last) / 2);
    gaps.push({ first, last: middle }, { first: middle + 1, last });
  }
}

/** The rows of a range in this order, up to the first that cannot be read. Returns the last that could, or that all of them could. */
function* readableFrom(
  from: DatabaseSync,
  table: string,
  columns: readonly string[],
  { first, last }: { readonly first: number; readonly last: number },
  order: 'ASC' | 'DESC',
): Generator<Row, 'all' | number | undefined> {
  let reached: number | undefined;
  const sql = `SELECT rowid AS "${place}", ${list(columns)} FROM "${table}" WHERE rowid BETWEEN ? AND ? ORDER BY rowid ${order}`;
  const rows = attempt(() => {
    const statement = from.prepare(sql);
    // A number that is too large to be counted with is kept all the same.
    statement.setReadBigInts(true);
    return statement.iterate(first, last);
  });
  for (;;) {
    const next = rows && attempt(() => rows.next());
    if (next === undefined) return reached;
    if (next.done === true) return 'all';
    reached = Number(next.value[place]);
    yield next.value;
  }
}

/**
 * No row has a higher number. Where the last one cannot be read, the index of the ids knows its number; where that is bad too, the size
 * of the file tells: it never gets smaller, and a number that is free is given again.
 */
function lastRow(database: DatabaseSync, table: string): number {
  const number = (sql: string): number | undefined => {
    const row = attempt(() => database.prepare(sql).get());
    return row && Number(Object.values(row)[0]);
  };
  const bySize = (): number => ((number('PRAGMA page_count') ?? 0) * (number('PRAGMA page_size') ?? 0)) / leastRow;
  const inTable = number(`SELECT max(rowid) FROM "${table}"`) ?? 0;
  const inIndex = number(`SELECT max(+rowid) FROM "${table}" INDEXED BY "sqlite_autoindex_${table}_1"`);
  return Math.max(inTable, inIndex ?? Math.ceil(bySize()));
}

/** As SQL: a name may be one of its words. */
function list(columns: readonly string[]): string {
  return columns.map((column) => `"${column}"`).join();
}

/** Undefined for what cannot be read. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function columnsOf(database: DatabaseSync, table: string): string[] {
  const columns = attempt(() => database.prepare(`PRAGMA table_info("${table}")`).all());
  return columns?.map((row) => String(row['name'])) ?? [];
}
