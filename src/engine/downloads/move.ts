import { copyFile, open, rm } from 'node:fs/promises';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Job, Kept } from '../jobs/job.ts';
import { folderTroubleOf } from './folderTrouble.ts';
import { makeFolder, sizeOf, type ClipFolder } from './place.ts';
import { removeParts, temporaryFile } from './parts.ts';
import { settle, type SettleDeps } from './settle.ts';

/**
 * Takes a clip from the second place to its job's folder. It leaves the second place once it is whole in the other, and stays where
 * that does not take it. False where it is in the second place no more: it has to be fetched anew.
 */
export async function move(job: Job, kept: Kept, deps: SettleDeps): Promise<boolean> {
  const { store, lease } = deps;
  const source = fileURLToPath(kept.file);
  const size = await sizeOf(source);
  if (size === undefined) return false;
  const clip = { job, size, ending: extname(source).slice(1) };
  const placed = async (holds: () => boolean): Promise<void> => {
    // Another window may be at the same by now: better two copies than none, also where somebody has the first one open.
    if (holds()) await rm(source, { force: true }).catch(() => undefined);
  };
  try {
    if (job.folder.startsWith('file:')) {
      const folder = { uri: job.folder, path: fileURLToPath(job.folder) };
      const path = await copyInto(folder, source, job, deps);
      if (!(await settle({ ...clip, folder, path, placed }, deps))) await rm(path, { force: true });
    } else await settle({ ...clip, folder: { uri: job.folder }, path: source, placed }, deps);
  } catch (error) {
    const aside = folderTroubleOf(error);
    if (aside === undefined) throw error;
    if ((await sizeOf(source)) === undefined) return false;
    store.apply(job.id, { type: 'downloaded', file: kept.file, size, aside }, { lease });
  }
  return true;
}

/** A whole copy, safe on the disk, under a temporary name: from there it gets its own in one step. */
async function copyInto(
  { path }: Required<ClipFolder>,
  source: string,
  job: Job,
  { lease }: SettleDeps,
): Promise<string> {
  await makeFolder(path);
  // What an earlier try has left: a copy is quicker made anew than looked through.
  await removeParts(path, job, lease);
  const copy = temporaryFile(path, job, lease, 'copy');
  try {
    await copyFile(source, copy);
    const file = await open(copy, 'r+');
    await file.sync().finally(() => file.close());
    return copy;
  } catch (error) {
    await removeParts(path, job, lease).catch(() => undefined);
    throw error;
  }
}
