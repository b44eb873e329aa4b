import * as z from 'zod/mini';
import type { BucketSecret } from '../../engine/references/bucket/bucket.ts';

const schema = z.object({
  secretAccessKey: z.string().check(z.minLength(1)),
  sessionToken: z.exactOptional(z.string()),
});

/** A secret as it was stored; undefined for what is none. */
export function readBucketSecret(text: string): BucketSecret | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
