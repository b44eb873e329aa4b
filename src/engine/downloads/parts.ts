import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Job } from '../jobs/job.ts';
import type { Lease } from '../jobs/windows.ts';
import { sizeOf, takeOver } from './place.ts';

/**
 * What a temporary file of a job holds: a `part` the bytes that were fetched so far and nothing else, so that fetching may go on behind
 * them; a `copy` a whole clip, with a record in it perhaps; a `record` what comes beside a clip.
 */
type Holding = 'part' | 'copy' | 'record';

/** The part of this holder of the lease, with what earlier ones had fetched. */
export async function ownPart(folder: string, job: Job, lease: Lease): Promise<string> {
  const own = temporaryFile(folder, job, lease, 'part');
  const sized = (await partsUpTo(lease.fence - 1, folder, job)).map(async (path) => ({
    path,
    size: (await sizeOf(path)) ?? 0,
  }));
  // Who died while taking one over has left a piece of it beside it.
  for (const { path } of (await Promise.all(sized)).sort((a, b) => b.size - a.size)) {
    // What was made of a part is made of it once more.
    const mine = path.endsWith('.part') ? own : path.endsWith('.doubted') ? doubtedOf(own) : undefined;
    if (mine !== undefined && (await sizeOf(mine)) === undefined) await takeOver(path, mine);
    else await rm(path, { force: true });
  }
  return own;
}

/** Beside a part: a whole one that seems to end too early, kept until it is known whether there is a better one. */
export function doubtedOf(part: string): string {
  return part.replace(/part$/, 'doubted');
}

/** Deletes the temporary files of a job. A folder that is not there any more has none. */
export async function removeParts(folder: string, job: Job, { fence }: Lease): Promise<void> {
  for (const path of await partsUpTo(fence, folder, job).catch(() => [])) await rm(path, { force: true });
}

/** Paths of the job's temporary files but for those of later holders of the lease: they are at work, and we slept. */
async function partsUpTo(fence: number, folder: string, job: Job): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.startsWith(partPrefix(job)));
  const isLater = (name: string): boolean => Number.parseInt(name.slice(partPrefix(job).length)) > fence;
  return names.filter((name) => !isLater(name)).map((name) => join(folder, name));
}

/** A temporary file of this holder of the lease, hidden and of no video's ending, which `removeParts` will find. */
export function temporaryFile(folder: string, job: Job, { fence }: Lease, holding: Holding): string {
  return join(folder, `${partPrefix(job)}${fence}.${holding}`);
}

function partPrefix(job: Job): string {
  return `.${job.id}.`;
}
