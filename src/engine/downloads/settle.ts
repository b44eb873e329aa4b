import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Job } from '../jobs/job.ts';
import type { JobStore } from '../jobs/store.ts';
import { besideEnding } from '../clips/clipRecords.ts';
import type { FolderTrouble } from './folderTrouble.ts';
import { freeName, isTaken, place, type ClipFolder } from './place.ts';
import { needsBeside, removeBeside, writeBeside, type RecordDeps } from './record.ts';

export interface SettleDeps extends RecordDeps {
  readonly store: JobStore;
}

/** A whole clip at `path`, of `size` bytes, that is to get its name in `folder`. */
export interface Settling {
  readonly job: Job;
  readonly folder: ClipFolder;
  readonly path: string;
  readonly size: number;
  readonly ending: string;
  /** Why `folder` is not the job's own. */
  readonly aside?: FolderTrouble;
  /** Called once the clip has its name, before that is told. `holds`: true while this window is the one that may say so. */
  readonly placed?: (holds: () => boolean) => Promise<void>;
}

/** Gives the clip its name. False where another window got the lease, and with it this clip, while this one slept. */
export async function settle(
  { job, folder, path, size, ending, aside, placed }: Settling,
  deps: SettleDeps,
): Promise<boolean> {
  const { store, files, lease } = deps;
  const where = { size, ...(aside !== undefined && { aside }) };
  // In the second place a clip is only on its way.
  const beside = aside === undefined && (await needsBeside(pathToFileURL(path).href, deps));
  for (;;) {
    const file = await freeName(folder, job.fileName, ending, files, beside ? [besideEnding] : []);
    const holds = (): boolean => store.apply(job.id, { type: 'placing', file, ...where }, { lease }) !== undefined;
    if (!holds()) return false;
    try {
      await (folder.path === undefined ? files.copyTo(path, file) : place(path, fileURLToPath(file)));
    } catch (error) {
      if (isTaken(error)) continue;
      throw error;
    }
    await placed?.(holds);
    if (beside) await writeBeside(job, file, dirname(path), deps);
    if (store.apply(job.id, { type: 'downloaded', file, ...where }, { lease }) !== undefined) return true;
    const { download } = store.get(job.id) ?? job;
    const isKnown = (download.state === 'placing' || download.state === 'done') && download.file === file;
    // It was placed as the lease went: the next holder has found it there, or brings the clip under another name.
    if (!isKnown && folder.path !== undefined) {
      await rm(fileURLToPath(file), { force: true });
      if (beside) await removeBeside(file);
    }
    return false;
  }
}
