import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import * as l10n from '@vscode/l10n';
import { ApiError } from '../api/failure.ts';
import type { Generation } from '../api/replies.ts';
import type { Transport } from '../api/transport.ts';
import { HeldOff } from '../jobs/asking.ts';
import type { Job } from '../jobs/job.ts';
import type { JobStore } from '../jobs/store.ts';
import type { Lease } from '../jobs/windows.ts';
import { clipEnding, formatBytes } from './clipFormat.ts';
import { DownloadError } from './downloadError.ts';
import { fetchFile, notVideo } from './fetchFile.ts';
import { isCut } from './isCut.ts';
import { doubtedOf } from './parts.ts';
import { sizeOf } from './place.ts';

export interface FetchDeps {
  readonly store: JobStore;
  readonly transport: Transport;
  /** What the service says of the job with this id: only where the clip's address is not known, or over. Rejects with `ApiError`. */
  readonly ask: (requestId: string) => Promise<Generation>;
  /** How many tries in a row have come to nothing before this one. */
  readonly tries: number;
  /** The origin that the service answers at now. */
  readonly origin: string;
  readonly lease: Lease;
  /** Ms since 1970. */
  readonly now: number;
}

/** So long after the end of a job (ms) a host that has its clip no more may still be out of order. */
const patience = 3_600_000;

/** A host that gave nothing at so many tries in a row may be gone for good: the service may know the clip at another address. */
const stuckAfter = 3;

/** So often in a row the service's addresses are over before nothing better is awaited. */
const lastTries = 3;

/** A clip that was fetched whole: where it is, its bytes, and the ending that they ask for. */
export interface Clip {
  readonly path: string;
  readonly size: number;
  readonly ending: string;
}

/**
 * Brings the clip into the file at `part`, going on with what is there; where its URL is over, or brought one that ends too early,
 * once more by a URL that the service gives anew. One that ends too early is kept beside it until a whole one is here, and is the clip
 * where for long no other can be had. Rejects with `DownloadError`, the file system's own error, or the signal's reason.
 */
export async function fetchClip(job: Job, part: string, deps: FetchDeps, signal: AbortSignal): Promise<Clip> {
  const doubted = doubtedOf(part);
  let cut = false;
  let url: string | undefined;
  if (job.outputUrl !== undefined) {
    const had = (await sizeOf(part)) ?? 0;
    try {
      const clip = await fetchVideo(job.outputUrl, part, deps, signal);
      if (await isGood(part)) return clip;
      await rename(part, doubted);
      cut = true;
    } catch (error) {
      if (!(error instanceof DownloadError)) throw error;
      if (error.remedy !== 'freshUrl') {
        const isStuck = error.remedy === 'later' && deps.tries >= stuckAfter;
        url = isStuck ? await otherUrl(job, job.outputUrl, part, had, deps) : undefined;
        if (url === undefined) throw error;
      }
    }
  }
  for (let tries = 1; ; tries++) {
    try {
      url ??= await freshUrl(job, deps).catch((error: unknown) => {
        // A service that cannot be asked any more must not keep back what only looks cut.
        if (!cut || job.outputUrl === undefined) throw error;
        return job.outputUrl;
      });
      await setAside(part);
      const clip = await fetchVideo(url, part, deps, signal);
      if (await isGood(part)) return clip;
      await rename(part, doubted);
      throw new DownloadError('later', l10n.t('The clip ended too early.'));
    } catch (error) {
      const isLate = deps.now - (job.endedAt ?? 0) > patience;
      if (!isLate || !isGone(error) || (await sizeOf(doubted)) === undefined) throw error;
      url = undefined;
      if (tries < lastTries) continue;
      const ending = await endingOf(doubted);
      if (ending === undefined) throw error;
      return { path: doubted, size: (await stat(doubted)).size, ending };
    }
  }
}

/**
 * What was got so far may be of another making of the clip, so nothing goes on behind it. But one that a window had got whole as it died
 * may be the only one that there will ever be.
 */
async function setAside(part: string): Promise<void> {
  const isWhole = (await sizeOf(part)) !== undefined && (await endingOf(part)) !== undefined && !(await isCut(part));
  if (isWhole) await rename(part, doubtedOf(part));
  else await rm(part, { force: true });
}

/** True for a clip that is whole; and for one that comes the same twice: that is all that there is, and paid for. */
async function isGood(part: string): Promise<boolean> {
  if (!(await isCut(part))) return true;
  const doubted = doubtedOf(part);
  return (await sizeOf(doubted)) !== undefined && (await hashOf(part)) === (await hashOf(doubted));
}

/** True where trying again brings nothing: the address that was just given is over, or the service does not know the job any more. */
function isGone(error: unknown): boolean {
  if (!(error instanceof DownloadError)) return false;
  const { cause } = error;
  if (error.remedy === 'freshUrl') return true;
  return cause instanceof ApiError && !(cause instanceof HeldOff) && cause.failure.kind === 'rejected';
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

async function fetchVideo(url: string, part: string, deps: FetchDeps, signal: AbortSignal): Promise<Clip> {
  const size = await fetchFile(url, part, deps.origin, deps.transport, signal);
  const ending = await endingOf(part);
  if (ending !== undefined) return { path: part, size, ending };
  // A host that has the clip no more may say so with a page.
  await rm(part, { force: true });
  throw notVideo();
}

async function freshUrl(job: Job, { ask, store, lease }: FetchDeps): Promise<string> {
  if (job.requestId === undefined) throw new DownloadError('mend', l10n.t('The service named no clip.'));
  let url: string | undefined;
  try {
    url = (await ask(job.requestId)).output?.url;
  } catch (cause) {
    if (!(cause instanceof ApiError)) throw cause;
    throw new DownloadError('later', l10n.t('The service cannot be asked for the clip’s address.'), { cause });
  }
  if (url === undefined)
    throw new DownloadError('later', l10n.t('The service says that the clip is done, but not where it is.'));
  store.apply(job.id, { type: 'outputFound', url }, { lease });
  return url;
}

/**
 * Where else the service has the clip by now; undefined where it is the same place, where the service cannot be asked, and where more of
 * it came than there was (`had`): that host only is slow.
 */
async function otherUrl(
  job: Job,
  known: string,
  part: string,
  had: number,
  deps: FetchDeps,
): Promise<string | undefined> {
  if (((await sizeOf(part)) ?? 0) !== had) return undefined;
  try {
    const url = await freshUrl(job, deps);
    return url === known ? undefined : url;
  } catch (error) {
    if (error instanceof DownloadError) return undefined;
    throw error;
  }
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
