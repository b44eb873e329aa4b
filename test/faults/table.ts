import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { out, root } from '../support/paths.mjs';

/** What a class of faults did to us. A count that a class cannot have (a crash leaks no markup) is left out. */
export interface Row {
  /** What went wrong, in a few words. */
  readonly fault: string;
  /** How often it was made to happen. */
  readonly tries: number;
  /** Where the machine or chance decides how many tries there are: how many at least. The table says that instead. */
  readonly atLeast?: number;
  /** Jobs, drafts or clips that were there before and are not any more. */
  readonly lost?: number;
  /** Jobs that were charged more than once. */
  readonly chargedTwice?: number;
  /** Places where a secret stood, or hosts that it went to. */
  readonly leaked?: number;
  /** Hostile words that did something: ran, led outside of their folder, stood there as other words. */
  readonly executed?: number;
}

const folder = join(out, 'faults');

/** The columns, in their order. */
const columns = ['fault', 'tries', 'lost', 'chargedTwice', 'leaked', 'executed'] as const;

const headings = ['Fault', 'Tries', 'Lost', 'Charged twice', 'Leaked', 'Executed'];

/** True where a long run was asked for: `npm run test:faults -- --soak`. */
export const soak = process.env['SEEDANCE_SOAK'] === '1';

/** Puts a row into the table that the suite prints at its end. `order` is its place. A test asserts its zeros itself. */
export function report(order: number, row: Row): void {
  assert.ok(row.tries >= (row.atLeast ?? 0), `${row.fault}: only ${row.tries} tries`);
  mkdirSync(folder, { recursive: true });
  const name = `${String(order).padStart(3, '0')}-${row.fault.replace(/\W+/g, '-')}.json`;
  writeFileSync(join(folder, name), JSON.stringify(row));
}

/** Forgets the rows of earlier runs. */
export function clearTable(): void {
  rmSync(folder, { recursive: true, force: true });
}

/** The table as Markdown: what the README shows. */
export function tableText(): string {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const rows = names.sort().map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Row);
  const rule = headings.map((_, index) => (index === 0 ? '---' : '---:'));
  return [headings, rule, ...rows.map(cellsOf)].map(lineOf).join('\n');
}

/**
 * What the README's table says otherwise than this run's, as what is to be done about it. `whole`: nothing was skipped, so that a row
 * without a run is wrong too.
 */
export function mistakesInReadme({ whole }: { readonly whole: boolean }): string[] {
  const said = readFileSync(join(root, 'README.md'), 'utf8').split('\n');
  const start = said.indexOf(lineOf(headings)) + 2;
  const behind = said.findIndex((line, index) => index >= start && line === '');
  const theirs = start === 1 ? [] : said.slice(start, behind);
  const ours = tableText().split('\n').slice(2);
  const nameOf = (line: string): string => line.split(' | ', 1)[0] ?? '';
  const isOurs = (line: string): boolean => ours.some((each) => nameOf(each) === nameOf(line));
  const without = whole ? theirs.filter((line) => !isOurs(line)) : [];
  return [
    ...ours.filter((line) => !theirs.includes(line)).map((line) => `write ${line}`),
    ...without.map((line) => `take out ${line}`),
  ];
}

function cellsOf({ atLeast, ...row }: Row): string[] {
  const tries = atLeast === undefined ? cell(row.tries) : `≥ ${cell(atLeast)}`;
  return columns.map((column) => (column === 'tries' ? tries : cell(row[column])));
}

function lineOf(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function cell(value: string | number | undefined): string {
  return typeof value === 'number' ? value.toLocaleString('en') : (value ?? '–');
}
