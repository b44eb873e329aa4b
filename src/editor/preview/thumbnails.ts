import { createHash } from 'node:crypto';
import type { Reference } from '../../shared/draft.ts';
import type { Picture } from '../../engine/references/picture.ts';
import type { Job } from '../../engine/jobs/job.ts';
import { pictureOfFile } from '../pictureOfFile.ts';

/**
 * Whether it may be a picture on this machine of which it is known what was sent. What is on the web is not fetched to be shown: that would
 * tell its host who looks.
 */
export function mayBePicture({ id, kind, source }: Reference, { hashes }: Job): boolean {
  return source.type === 'file' && (kind === undefined || kind === 'image') && hashes?.[id] !== undefined;
}

/** Pictures of what a clip was made from, as far as the files are there as they were sent. Read one after the other: they may be large. */
export async function* thumbnailsOf(job: Job): AsyncGenerator<Picture & { readonly reference: string }> {
  for (const reference of job.draft.references.filter((each) => mayBePicture(each, job))) {
    const picture = await pictureOf(reference);
    if (picture !== undefined && job.hashes?.[reference.id] === sha256(picture.bytes))
      yield { reference: reference.id, ...picture };
  }
}

async function pictureOf({ source }: Reference): Promise<Picture | undefined> {
  // It is shown by its name then.
  return source.type === 'file' ? await pictureOfFile(source.uri).catch(() => undefined) : undefined;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
