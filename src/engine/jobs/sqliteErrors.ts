import { isOutOfRoom } from './isOutOfRoom.ts';
import { StoreError, type StoreTrouble } from './storeError.ts';

/** The error of the database at `path` or of its folder as a `StoreError`; any other error as it is. */
export function storeErrorOf(error: unknown, path: string): unknown {
  const code = resultCode(error);
  const trouble = code === undefined ? troublesOfFolders.get(codeOf(error)) : (troubles.get(code) ?? 'failed');
  if (trouble === undefined) return error;
  const isFull = code !== undefined && unclear.includes(code) && isOutOfRoom(path);
  return new StoreError(isFull ? 'full' : trouble, { cause: error });
}

/** True where the file is not (or no more) what SQLite can read. */
export function isDamage(error: unknown): boolean {
  const code = resultCode(error);
  return code !== undefined && troubles.get(code) === 'damaged';
}

/** True where a row does not fit the table that it is to go into. */
export function isMisfit(error: unknown): boolean {
  return resultCode(error) === 19; // SQLITE_CONSTRAINT
}

/** True where another connection holds what was asked for. */
export function isBusy(error: unknown): boolean {
  const code = resultCode(error);
  return code !== undefined && troubles.get(code) === 'busy';
}

/** SQLite's result codes (https://www.sqlite.org/rescode.html). */
const troubles: ReadonlyMap<number, StoreTrouble> = new Map([
  [3, 'unwritable'], // SQLITE_PERM
  [5, 'busy'], // SQLITE_BUSY
  [6, 'busy'], // SQLITE_LOCKED
  [8, 'unwritable'], // SQLITE_READONLY
  [11, 'damaged'], // SQLITE_CORRUPT
  [13, 'full'], // SQLITE_FULL
  [14, 'unwritable'], // SQLITE_CANTOPEN
  [26, 'damaged'], // SQLITE_NOTADB
]);

/** What SQLite also says where there is no room: SQLITE_IOERR, SQLITE_CANTOPEN. */
const unclear: readonly number[] = [10, 14];

const troublesOfFolders: ReadonlyMap<string, StoreTrouble> = new Map([
  ['ENOSPC', 'full'],
  ['EDQUOT', 'full'],
  ['EFBIG', 'full'],
  ['EACCES', 'unwritable'],
  ['EPERM', 'unwritable'],
  ['EROFS', 'unwritable'],
  ['ENOTDIR', 'unwritable'],
  ['EEXIST', 'unwritable'],
  // Windows moves no file that somebody has open.
  ['EBUSY', 'damaged'],
]);

/** The primary result code of an error of SQLite; an extended one keeps it in its low byte. */
function resultCode(error: unknown): number | undefined {
  if (codeOf(error) !== 'ERR_SQLITE_ERROR' || !(error instanceof Error)) return undefined;
  const code: unknown = Reflect.get(error, 'errcode');
  return typeof code === 'number' ? code & 0xff : 0;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
