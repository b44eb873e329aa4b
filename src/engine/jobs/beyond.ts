import type { DatabaseSync } from 'node:sqlite';
import { StoreError } from './storeError.ts';

/** What is neither a table with row numbers, nor an index: a full-text search, a view, a trigger. */
const strange = `SELECT 1 FROM pragma_table_list WHERE schema = 'main' AND (type <> 'table' OR wr)
  UNION ALL SELECT 1 FROM sqlite_schema WHERE type = 'trigger'`;

/** Those that somebody made, the tables first. */
const made = `SELECT name, type, sql FROM sqlite_schema
  WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type = 'index'`;

/**
 * Makes in `to`, which has what this version knows, all that a newer one has added to `from`: tables, columns and indexes, without their
 * rows. Returns the names of the tables. Throws `StoreError` (`newer`) where that version has added what only it can bring over. Of a
 * file whose tables cannot be told any more nothing is made.
 */
export function makeBeyond(from: DatabaseSync, to: DatabaseSync): string[] {
  const own = to.prepare(made).all();
  const added = readable(from, made).filter((row) => !own.some(({ name }) => name === row['name']));
  if (readable(from, strange).length > 0) throw new StoreError('newer');
  try {
    for (const table of tablesOf(own)) addColumns(table, from, to);
    for (const { sql } of added) to.exec(String(sql));
  } catch (cause) {
    throw new StoreError('newer', { cause });
  }
  return tablesOf(added);
}

/** With their types and what stands in them where nothing is said: what else was asked of them only that version minds. */
function addColumns(table: string, from: DatabaseSync, to: DatabaseSync): void {
  const columns = 'SELECT name, type, "notnull" AS isNeeded, dflt_value AS usual, hidden FROM pragma_table_xinfo(?)';
  const own = to.prepare(columns).all(table);
  for (const { name, type, isNeeded, usual, hidden } of readable(from, columns, table)) {
    if (own.some((column) => column['name'] === name)) continue;
    if (hidden !== 0) throw new Error('its values are worked out in a way that is not known');
    const rule = `${isNeeded === 1 ? 'NOT NULL' : ''} ${usual === null ? '' : `DEFAULT ${usual as string}`}`;
    to.exec(`ALTER TABLE ${table} ADD COLUMN "${String(name)}" ${String(type)} ${rule}`);
  }
}

type Row = Record<string, unknown>;

function tablesOf(rows: readonly Row[]): string[] {
  return rows.filter(({ type }) => type === 'table').map(({ name }) => String(name));
}

function readable(database: DatabaseSync, sql: string, ...values: string[]): Row[] {
  try {
    return database.prepare(sql).all(...values);
  } catch {
    return [];
  }
}
