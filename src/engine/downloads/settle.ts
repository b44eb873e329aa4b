import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { besideEnding } from '../clips/recordPlace.ts';
import type { Download, Job } from '../jobs/job.ts';
import type { JobStore } from '../jobs/store.ts';
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

/** A clip that has its name, as the store has heard that it would get it. */
export type Placing = Omit<Extract<Download, { state: 'placing' }>, 'state'>;

/**
 * The clip of a job that has its name already while the store does not know: after a crash between the last two steps, or where an
 * earlier holder of the lease woke up and did what it had said it would.
 */
export async function foundPlaced(
  { id, download }: Job,
  { store, files }: Pick<SettleDeps, 'store' | 'files'>,
): Promise<Placing | undefined> {
  if (download.state !== 'placing' || store.clips.isOfOther(download.file, id)) return undefined;
  const { file, size, aside } = download;
  return (await files.size(file)) === size ? { file, size, ...(aside !== undefined && { aside }) } : undefined;
}

/**
 * A crash may have come between the empty file by which a clip takes its name (see `placeByRename`) and the clip itself: it would stay
 * there for ever, as a clip of nothing.
 */
async function giveUpName({ id, download }: Job, { store, files }: Pick<SettleDeps, 'store' | 'files'>): Promise<void> {
  if (download.state !== 'placing' || !download.file.startsWith('file:')) return;
  if (store.clips.isOfOther(download.file, id) || (await files.size(download.file)) !== 0) return;
  await rm(fileURLToPath(download.file), { force: true }).catch(() => undefined);
}

/** Gives the clip its name. False where another window got the lease, and with it this clip, while this one slept. */
export async function settle(
  { job, folder, path, size, ending, aside, placed }: Settling,
  deps: SettleDeps,
): Promise<boolean> {
  const { store, files, lease } = deps;
  const needsRecord = await needsBeside(pathToFileURL(path).href, deps);
  const isTakenByOther = (file: string): boolean => store.clips.isOfOther(file, job.id);
  await giveUpName(store.get(job.id) ?? job, deps);
  for (;;) {
    const found = await foundPlaced(store.get(job.id) ?? job, { store, files });
    const besides = needsRecord ? [besideEnding] : [];
    const file = found?.file ?? (await freeName(folder, job.fileName, ending, files, isTakenByOther, besides));
    // Two clips of one picture end at once, and both found the same name free.
    if (isTakenByOther(file)) continue;
    const where = found ?? { file, size, ...(aside !== undefined && { aside }) };
    // In the second place a clip is only on its way.
    const isBeside = needsRecord && where.aside === undefined;
    const holds = (): boolean => store.apply(job.id, { type: 'placing', ...where }, { lease }) !== undefined;
    if (!holds()) return false;
    try {
      if (found === undefined)
        await (folder.path === undefined ? files.copyTo(path, file) : place(path, fileURLToPath(file)));
      // What was brought a second time stays behind no more than the first would have.
      else if (folder.path !== undefined) await rm(path, { force: true }).catch(() => undefined);
    } catch (error) {
      if (isTaken(error)) continue;
      throw error;
    }
    await placed?.(holds);
    if (isBeside) await writeBeside(job, file, dirname(path), deps);
    if (store.apply(job.id, { type: 'downloaded', ...where }, { lease }) !== undefined) return true;
    const { download, kept } = store.get(job.id) ?? job;
    const known = download.state === 'placing' || download.state === 'done' ? download.file : kept?.file;
    // It was placed as the lease went: the next holder finds it there, or brings the clip under another name.
    if (known !== file && folder.path !== undefined) {
      await rm(fileURLToPath(file), { force: true });
      if (isBeside) await removeBeside(file);
    }
    return false;
  }
}
