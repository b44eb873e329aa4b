import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Job } from '../jobs/job.ts';
import type { Lease } from '../jobs/windows.ts';
import { sizeOf, takeOver } from './place.ts';

/** The temporary file of this holder of the lease, with what an earlier one had got. Hidden, and of no video's ending. */
export async function ownPart(folder: string, job: Job, lease: Lease): Promise<string> {
  const name = `${partPrefix(job)}${lease.fence}.part`;
  const own = join(folder, name);
  const earlier = (await readdir(folder)).filter((other) => other.startsWith(partPrefix(job)) && other !== name);
  for (const other of earlier) {
    const path = join(folder, other);
    if ((await sizeOf(own)) === undefined) await takeOver(path, own);
    else await rm(path, { force: true });
  }
  return own;
}

/** Deletes the temporary files of a job. A folder that is not there any more has none. */
export async function removeParts(folder: string, job: Job): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) if (name.startsWith(partPrefix(job))) await rm(join(folder, name), { force: true });
}

function partPrefix(job: Job): string {
  return `.${job.id}.`;
}
