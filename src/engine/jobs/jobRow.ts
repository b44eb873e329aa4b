import type { Job } from './job.ts';
import { parseJob } from './jobSchema.ts';

/** A row is foreign input: a newer version may have written it. What cannot be read is left out, not thrown away. */
export function jobOf(row: Record<string, unknown>): Job[] {
  const job = parseJob(row['body']);
  return job === undefined ? [] : [job];
}
