import { randomBytes } from 'node:crypto';
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Folders } from './folders.ts';
import { isObject, type Generation } from './rules.ts';
import type { Plan } from './words.ts';

/** One accepted, and so charged, request. Its bearer is never kept. */
export interface LedgerEntry {
  readonly requestId: string;
  /** The body as it was received, field by field. */
  readonly request: Readonly<Record<string, unknown>>;
  /** What the body means, defaults filled in. */
  readonly generation: Generation;
  /** Whole credits. A failed or cancelled request keeps its charge: whether the real service refunds is not known. */
  readonly creditsCharged: number;
  /** ms since the epoch. */
  readonly createdAt: number;
  readonly plan: Plan;
  /** In a sandbox that fetches: the SHA-256 of each of the media, in their order, once all of them are there. */
  readonly fetched?: readonly string[];
  /** ms since the epoch, null while not cancelled. */
  readonly cancelledAt: number | null;
}

/** A new request id, in the reference's form `req_…`, that nobody can guess. */
export function newRequestId(): string {
  return `req_${randomBytes(10).toString('hex')}`;
}

/** Every charge in a sandbox's folder, oldest first; empty where there is no ledger yet. Safe while servers write to it. */
export async function readLedger(folder: string): Promise<LedgerEntry[]> {
  const requests = join(folder, 'requests');
  const names = await readdir(requests).catch(missingAs([]));
  const entries = await Promise.all(names.filter((name) => name.endsWith('.json')).map((name) => read(requests, name)));
  return entries.filter((entry) => entry !== undefined).sort((a, b) => a.createdAt - b.createdAt);
}

/** The entry of one request; undefined where there is none, or where the id is none of ours (it becomes a file name). */
export async function readEntry(folders: Folders, requestId: string): Promise<LedgerEntry | undefined> {
  return /^req_[0-9a-f]{20}$/.test(requestId) ? read(folders.requests, `${requestId}.json`) : undefined;
}

/** Writes an entry whole or not at all, so that another window never reads half of it. */
export async function writeEntry(folders: Folders, entry: LedgerEntry): Promise<void> {
  const temporary = folders.temporaryFile();
  await writeFile(temporary, JSON.stringify(entry, null, 2));
  await rename(temporary, join(folders.requests, `${entry.requestId}.json`));
}

async function read(requests: string, name: string): Promise<LedgerEntry | undefined> {
  const text = await readFile(join(requests, name), 'utf8').catch(missingAs(undefined));
  const value: unknown = text === undefined ? undefined : JSON.parse(text);
  return isEntry(value) ? value : undefined;
}

/** Entries are written whole by this module; another version's, which may look different, are passed over. */
function isEntry(value: unknown): value is LedgerEntry {
  return isObject(value) && isObject(value['request']) && isObject(value['generation']) && isObject(value['plan']);
}

function missingAs<T>(instead: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code === 'ENOENT') return instead;
    throw error;
  };
}
