import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Where a sandbox keeps what: every folder lies on one file system, so that a rename is atomic. */
export interface Folders {
  /** The ledger: `<requestId>.json`. */
  readonly requests: string;
  /** Uploads, each named by its SHA-256 alone: no name given by a client becomes a path. */
  readonly media: string;
  /** Clips: `<requestId>.mp4`, with `<requestId>.lock` beside it while a server renders it. */
  readonly outputs: string;
  /** The path of a new file that is renamed into its place once it is whole. */
  temporaryFile(): string;
}

const hour = 60 * 60 * 1000;

/** Makes what is missing in `root` and clears what a crash left half-written. */
export async function openFolders(root: string): Promise<Folders> {
  const [requests, media, outputs, temporary] = ['requests', 'media', 'outputs', 'temporary'].map((name) =>
    join(root, name),
  ) as [string, string, string, string];
  for (const folder of [requests, media, outputs, temporary]) await mkdir(folder, { recursive: true });
  await clearOld(temporary);
  return { requests, media, outputs, temporaryFile: () => join(temporary, randomUUID()) };
}

/** Another window may be writing at this moment: only what nobody can be writing any more goes. */
async function clearOld(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Infinity }));
    if (mtimeMs < Date.now() - hour) await rm(path, { force: true });
  }
}
