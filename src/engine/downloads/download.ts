import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import * as l10n from '@vscode/l10n';
import type { OpenApi } from '../api/client.ts';
import { ApiError } from '../api/failure.ts';
import type { Transport } from '../api/transport.ts';
import type { Job } from '../jobs/job.ts';
import type { JobStore, Lease } from '../jobs/store.ts';
import type { Files } from '../ports.ts';
import { clipEnding, formatBytes } from './clipFormat.ts';
import { DownloadError } from './downloadError.ts';
import { fetchFile, notVideo } from './fetchFile.ts';
import { isCut } from './isCut.ts';
import { freeName, isTaken, place, sizeOf, takeOver, type ClipFolder } from './place.ts';

export interface DownloadDeps {
  readonly store: JobStore;
  readonly files: Files;
  readonly transport: Transport;
  /** Only asked for where the clip's address is not known, or over. */
  readonly api: () => Promise<OpenApi>;
  /** The origin that the service answers at now. */
  readonly origin: string;
  /** Folder for clips on their way to a file system that is not this machine's disk. */
  readonly staging: string;
  readonly lease: Lease;
}

/**
 * Brings a finished job's clip into its folder and tells the store: under a temporary name first, renamed at the end, taken up where
 * it was cut. The file is the durable thing, the URL is not. Rejects with `DownloadError`, or the signal's reason.
 */
export async function download(job: Job, deps: DownloadDeps, signal: AbortSignal): Promise<void> {
  try {
    const folder = await openFolder(job.folder);
    const work = folder.path ?? deps.staging;
    await mkdir(work, { recursive: true });
    if (!(await wasPlaced(job, work, deps))) {
      const part = await ownPart(work, job, deps.lease);
      const clip = await fetchClip(job, part, deps, signal);
      if (!(await settle(job, folder, work, part, clip, deps))) {
        await rm(part, { force: true });
        return;
      }
    }
    await removeParts(work, job, deps.lease);
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof DownloadError ? error : diskError(error);
  }
}

/** After a crash between the last two steps the file is there already, and only the store does not know. */
async function wasPlaced(job: Job, work: string, { store, files, lease }: DownloadDeps): Promise<boolean> {
  if (job.download.state !== 'placing') return false;
  const { file, size } = job.download;
  if ((await files.size(file)) !== size) return false;
  // Before it is told: nobody comes back to a clip that is done.
  await removeParts(work, job, lease);
  store.apply(job.id, { type: 'downloaded', file, size }, { lease });
  return true;
}

async function openFolder(uri: string): Promise<ClipFolder> {
  if (!uri.startsWith('file:')) return { uri };
  const path = fileURLToPath(uri);
  await mkdir(path, { recursive: true });
  return { uri, path };
}

/** A clip that was fetched whole: its bytes, and the ending that they ask for. */
interface Clip {
  readonly size: number;
  readonly ending: string;
}

/** The clip; where its URL is over, or brought one that ends too early, once more by a URL that the service gives anew. */
async function fetchClip(job: Job, part: string, deps: DownloadDeps, signal: AbortSignal): Promise<Clip> {
  let doubted: string | undefined;
  if (job.outputUrl !== undefined) {
    try {
      const clip = await fetchVideo(job.outputUrl, part, deps, signal);
      if (!(await isCut(part))) return clip;
      doubted = await hashOf(part);
    } catch (error) {
      if (!(error instanceof DownloadError) || error.remedy !== 'freshUrl') throw error;
    }
  }
  const url = await freshUrl(job, deps, signal);
  // What was got so far may be of another making of the clip.
  await rm(part, { force: true });
  const clip = await fetchVideo(url, part, deps, signal);
  // What comes the same twice is all that there is, and paid for.
  if (!(await isCut(part)) || (await hashOf(part)) === doubted) return clip;
  await rm(part, { force: true });
  throw new DownloadError('later', l10n.t('The clip ended too early.'));
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

async function fetchVideo(url: string, part: string, deps: DownloadDeps, signal: AbortSignal): Promise<Clip> {
  const size = await fetchFile(url, part, deps.origin, deps.transport, signal);
  const ending = await endingOf(part);
  if (ending !== undefined) return { size, ending };
  // A host that has the clip no more may say so with a page.
  await rm(part, { force: true });
  throw notVideo();
}

async function freshUrl(job: Job, { api, store, lease }: DownloadDeps, signal: AbortSignal): Promise<string> {
  if (job.requestId === undefined) throw new DownloadError('mend', l10n.t('The service named no clip.'));
  let url: string | undefined;
  try {
    url = (await (await api()).get(job.requestId, { signal })).output?.url;
  } catch (cause) {
    if (!(cause instanceof ApiError)) throw cause;
    throw new DownloadError('later', l10n.t('The service cannot be asked for the clip’s address.'), { cause });
  }
  if (url === undefined)
    throw new DownloadError('later', l10n.t('The service says that the clip is done, but not where it is.'));
  store.apply(job.id, { type: 'outputFound', url }, { lease });
  return url;
}

/** Gives the clip its name. False where another window got the lease, and with it this clip, while this one slept. */
async function settle(
  job: Job,
  folder: ClipFolder,
  work: string,
  part: string,
  { size, ending }: Clip,
  deps: DownloadDeps,
): Promise<boolean> {
  const { store, files, lease } = deps;
  for (;;) {
    // An earlier holder that woke up may have placed it meanwhile, as it had told the store that it would.
    if (await wasPlaced(store.get(job.id) ?? job, work, deps)) return true;
    const file = await freeName(folder, job.fileName, ending, files);
    if (store.apply(job.id, { type: 'placing', file, size }, { lease }) === undefined) return false;
    try {
      await (folder.path === undefined ? files.copyTo(part, file) : place(part, fileURLToPath(file)));
    } catch (error) {
      if (isTaken(error)) continue;
      throw error;
    }
    if (store.apply(job.id, { type: 'downloaded', file, size }, { lease }) !== undefined) return true;
    const { download } = store.get(job.id) ?? job;
    const isKnown = (download.state === 'placing' || download.state === 'done') && download.file === file;
    // It was placed as the lease went: the next holder finds it there, or brings the clip under another name.
    if (!isKnown && folder.path !== undefined) await rm(fileURLToPath(file), { force: true });
    return false;
  }
}

function partPrefix(job: Job): string {
  return `.${job.id}.`;
}

/** The temporary file of this holder of the lease, with what an earlier one had got. Hidden, and of no video's ending. */
async function ownPart(folder: string, job: Job, lease: Lease): Promise<string> {
  const own = join(folder, `${partPrefix(job)}${lease.fence}.part`);
  for (const path of await partsUpTo(lease.fence - 1, folder, job)) {
    if ((await sizeOf(own)) === undefined) await takeOver(path, own);
    else await rm(path, { force: true });
  }
  return own;
}

async function removeParts(folder: string, job: Job, { fence }: Lease): Promise<void> {
  for (const path of await partsUpTo(fence, folder, job)) await rm(path, { force: true });
}

/** Paths of the job's temporary files but for those of later holders of the lease: they are at work, and we slept. */
async function partsUpTo(fence: number, folder: string, job: Job): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.startsWith(partPrefix(job)));
  const isLater = (name: string): boolean => Number.parseInt(name.slice(partPrefix(job).length)) > fence;
  return names.filter((name) => !isLater(name)).map((name) => join(folder, name));
}

async function endingOf(path: string): Promise<string | undefined> {
  const file = await open(path, 'r');
  try {
    const start = new Uint8Array(formatBytes);
    const { bytesRead } = await file.read(start, 0, formatBytes, 0);
    return clipEnding(start.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

function diskError(cause: unknown): DownloadError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const options = { cause };
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new DownloadError('mend', l10n.t('The disk is full. Make room, then download again.'), options);
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new DownloadError(
        'mend',
        l10n.t('The output folder cannot be written to. Allow it, then download again.'),
        options,
      );
    case 'Unavailable':
      // This window does not know that file system; another may, or this one later.
      return new DownloadError('later', l10n.t('The output folder cannot be reached just now.'), options);
    case 'ENOTDIR':
    case 'EEXIST':
      return new DownloadError(
        'mend',
        l10n.t('A file stands where the output folder should be. Move it, then download again.'),
        options,
      );
    default:
      return new DownloadError(
        'mend',
        l10n.t('The clip could not be written ({0}). Download it again.', code || String(cause)),
        options,
      );
  }
}
