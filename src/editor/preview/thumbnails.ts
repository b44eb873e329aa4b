import { createHash } from 'node:crypto';
import type { Reference } from '../../shared/draft.ts';
import type { Picture } from '../../engine/references/picture.ts';
import type { Job } from '../../engine/jobs/job.ts';
import { pictureOfFile } from '../pictureOfFile.ts';

/** What may be a picture on this machine. What is on the web is not fetched to be shown: that would tell its host who looks. */
export function mayBePicture({ kind, source }: Reference): boolean {
  return source.type === 'file' && (kind === undefined || kind === 'image');
}

/** Pictures of what a clip was made from, as far as the files are there as they were sent. Read one after the other: they may be large. */
export async function* thumbnailsOf({ draft, hashes }: Job): AsyncGenerator<Picture & { readonly reference: string }> {
  for (const reference of draft.references.filter(mayBePicture)) {
    const picture = await pictureOf(reference);
    const sent = hashes?.[reference.id];
    if (picture !== undefined && (sent === undefined || sent === sha256(picture.bytes)))
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
