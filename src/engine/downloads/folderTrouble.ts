/**
 * Why a folder does not take a clip. `full`: no room, or no more of it is allowed. `unwritable`: it may not be written to. `gone`: it is not there and cannot be
 * made. `blocked`: a file stands in its place. `failed`: another reason.
 */
export const folderTroubles = ['full', 'unwritable', 'gone', 'blocked', 'failed'] as const;

export type FolderTrouble = (typeof folderTroubles)[number];

/** What an error of a file system, Node's or VS Code's, says of the folder; undefined for an error of anything else. */
export function folderTroubleOf(error: unknown): FolderTrouble | undefined {
  const code = codeOf(error);
  // As the system or VS Code's file systems write them. With an underscore they are of something else: undici, SQLite.
  if (!/^(E[A-Z0-9]+|[A-Z][A-Za-z]+)$/.test(code)) return undefined;
  return troubles.get(code) ?? 'failed';
}

/** True where this window does not know the file system: another may, or this one later. */
export function isUnavailable(error: unknown): boolean {
  return codeOf(error) === 'Unavailable';
}

const troubles: ReadonlyMap<string, FolderTrouble> = new Map([
  ['ENOSPC', 'full'],
  ['EDQUOT', 'full'],
  ['EFBIG', 'full'],
  ['EntryExceedsStorageQuota', 'full'],
  ['EACCES', 'unwritable'],
  ['EPERM', 'unwritable'],
  ['EROFS', 'unwritable'],
  ['NoPermissions', 'unwritable'],
  ['ENOENT', 'gone'],
  ['ENODEV', 'gone'],
  ['ENXIO', 'gone'],
  ['FileNotFound', 'gone'],
  ['Unavailable', 'gone'],
  ['ENOTDIR', 'blocked'],
  ['EEXIST', 'blocked'],
  ['FileNotADirectory', 'blocked'],
]);

/** The code of a file system's error; empty where it has none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
