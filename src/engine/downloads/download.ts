import { rename, rm } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as l10n from '@vscode/l10n';
import type { Job } from '../jobs/job.ts';
import { StoreError } from '../jobs/storeError.ts';
import { DownloadError } from './downloadError.ts';
import { fetchClip, type FetchDeps } from './fetchClip.ts';
import { codeOf, folderTroubleOf, isUnavailable, type FolderTrouble } from './folderTrouble.ts';
import { move } from './move.ts';
import { doubtedOf, ownPart, removeParts } from './parts.ts';
import { makeFolder, sizeOf, takeOver, type ClipFolder } from './place.ts';
import { needsBeside, withRecord, writeBeside, type RecordDeps } from './record.ts';
import { foundPlaced, settle } from './settle.ts';

export interface DownloadDeps extends FetchDeps, RecordDeps {
  /** Folder for clips on their way to a file system that is not this machine's disk. */
  readonly staging: string;
  /** Folder on this machine for clips that their own folder does not take. */
  readonly secondPlace: string;
}

/** A file system that this window does not know is waited for this long, ms: an address lasts a day. */
const patience = 3_600_000;

/**
 * Brings a finished job's clip into its folder and tells the store: under a temporary name first, renamed at the end, taken up where
 * it was cut. The file is the durable thing, the URL is not: what the folder does not take is kept in the second place, and from
 * there it goes where the job says next. Rejects with `DownloadError`, or the signal's reason.
 */
export async function download(job: Job, deps: DownloadDeps, signal: AbortSignal): Promise<void> {
  try {
    if (await wasPlaced(job, deps)) return;
    if (job.kept !== undefined && (await move(job, job.kept, deps))) return;
    await bring(job, await openFolder(job.folder), deps, signal);
  } catch (error) {
    signal.throwIfAborted();
    // Another window has the lease by now, and with it the clip: what it took away is no fault of the folder.
    if (!deps.store.windows.holds(deps.lease)) return;
    const trouble = error instanceof DownloadError ? undefined : folderTroubleOf(error);
    if (trouble === undefined)
      throw error instanceof DownloadError || error instanceof StoreError ? error : notWritten(error);
    if (isUnavailable(error) && deps.now - (job.endedAt ?? 0) < patience)
      throw new DownloadError('later', l10n.t('The output folder cannot be reached just now.'), { cause: error });
    await keepAside(job, trouble, error, deps, signal);
  }
}

/** Nothing is left to do but to tell. */
async function wasPlaced(job: Job, deps: DownloadDeps): Promise<boolean> {
  const placed = await foundPlaced(job, deps);
  if (placed === undefined) return false;
  // Before it is told: nobody comes back to a clip that is done.
  if (placed.aside === undefined && (await needsBeside(placed.file, deps))) {
    const work = workOf(job, deps.staging);
    await makeFolder(work);
    await writeBeside(job, placed.file, work, deps);
  }
  await tidy(job, deps);
  if (job.kept !== undefined && job.kept.file !== placed.file)
    await rm(fileURLToPath(job.kept.file), { force: true }).catch(() => undefined);
  deps.store.apply(job.id, { type: 'downloaded', ...placed }, { lease: deps.lease });
  return true;
}

/** Takes away what is left of earlier tries, as far as the folders let it. */
export async function tidy(
  job: Job,
  { staging, secondPlace, lease }: Pick<DownloadDeps, 'staging' | 'secondPlace' | 'lease'>,
): Promise<void> {
  for (const each of [workOf(job, staging), secondPlace]) await removeParts(each, job, lease).catch(() => undefined);
}

/** Where the job's own folder lets a clip be brought to before it gets its name. */
function workOf({ folder }: Job, staging: string): string {
  return folder.startsWith('file:') ? fileURLToPath(folder) : staging;
}

async function openFolder(uri: string): Promise<ClipFolder> {
  if (!uri.startsWith('file:')) return { uri };
  const path = fileURLToPath(uri);
  await makeFolder(path);
  return { uri, path };
}

/** `aside`: why it goes to this folder and not to its own. */
async function bring(
  job: Job,
  folder: ClipFolder,
  deps: DownloadDeps,
  signal: AbortSignal,
  aside?: FolderTrouble,
): Promise<void> {
  const work = folder.path ?? deps.staging;
  await makeFolder(work);
  const part = await ownPart(work, job, deps.lease);
  if (aside !== undefined) await takeOverPart(job, part, deps);
  const { ending, ...fetched } = await fetchClip(job, part, deps, signal);
  const clip = (await withRecord(job, fetched.path, deps)) ?? fetched;
  const clear = async (): Promise<void> => {
    for (const path of new Set([part, doubtedOf(part), clip.path])) await rm(path, { force: true });
  };
  const placed = (): Promise<void> => clear().catch(() => undefined);
  const settled = await settle({ job, folder, ...clip, ending, placed, ...(aside && { aside }) }, deps);
  if (settled) await tidy(job, deps);
  else await clear();
}

/** What the clip's own folder had taken of it is not fetched once more. */
async function takeOverPart(job: Job, part: string, { staging, lease }: DownloadDeps): Promise<void> {
  if ((await sizeOf(part)) !== undefined) return;
  try {
    const earlier = await ownPart(workOf(job, staging), job, lease);
    // On a full disk there is no room for a copy.
    await rename(earlier, part).catch(() => takeOver(earlier, part));
  } catch {
    // There is none, or it cannot be read: then it is fetched from its start.
  }
}

/** Keeps a clip that its own folder does not take: it is paid for, and its URL does not last. */
async function keepAside(
  job: Job,
  trouble: FolderTrouble,
  cause: unknown,
  deps: DownloadDeps,
  signal: AbortSignal,
): Promise<void> {
  // Without a workspace a clip's own folder is the second place.
  if (workOf(job, deps.staging) === deps.secondPlace) throw notWritten(cause, trouble);
  try {
    await bring(job, await openFolder(pathToFileURL(deps.secondPlace).href), deps, signal, trouble);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof DownloadError || error instanceof StoreError) throw error;
    await removeParts(deps.secondPlace, job, deps.lease).catch(() => undefined);
    throw notWritten(cause, trouble);
  }
}

/** `trouble` left out: something of ours did not work, with which no other folder would help. */
function notWritten(cause: unknown, trouble?: FolderTrouble): DownloadError {
  // By its code alone: a message of the system names files.
  const message = l10n.t('The clip could not be written ({0}).', codeOf(cause) || String(cause));
  return new DownloadError('mend', message, { cause, ...(trouble !== undefined && { trouble }) });
}
