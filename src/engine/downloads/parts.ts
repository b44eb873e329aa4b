import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Job } from '../jobs/job.ts';
import type { Lease } from '../jobs/windows.ts';
import { sizeOf, takeOver } from './place.ts';

/** The temporary file of this holder of the lease, with what an earlier one had got. Hidden, and of no video's ending. */
export async function ownPart(folder: string, job: Job, lease: Lease): Promise<string> {
  const own = partPath(folder, job, lease);
  for (const path of await partsUpTo(lease.fence - 1, folder, job)) {
    if ((await sizeOf(own)) === undefined) await takeOver(path, own);
    else await rm(path, { force: true });
  }
  return own;
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

/** Where this holder of the lease brings the job's clip to at first. */
export function partPath(folder: string, job: Job, { fence }: Lease): string {
  return join(folder, `${partPrefix(job)}${fence}.part`);
}

function partPrefix(job: Job): string {
  return `.${job.id}.`;
}
