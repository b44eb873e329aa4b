import * as z from 'zod/mini';
import { draftSchema } from '../../shared/draft.ts';
import { folderTroubles } from '../downloads/folderTrouble.ts';
import type { Job } from './job.ts';

const text = z.exactOptional(z.string());
const time = z.exactOptional(z.number());

const failureSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('unauthorized'), status: z.number(), code: text, message: text }),
  z.object({ kind: z.literal('rejected'), status: z.number(), code: text, message: text }),
  z.object({ kind: z.literal('rateLimited'), status: z.number(), retryAfter: time, message: text }),
  z.object({ kind: z.literal('server'), status: z.number(), retryAfter: time, code: text, message: text }),
  z.object({ kind: z.literal('network'), phase: z.enum(['connect', 'later']), code: text, message: z.string() }),
  z.object({ kind: z.literal('badReply'), status: z.number(), message: z.string() }),
]);

/** A trouble that a newer version added is one all the same. */
const trouble = z.exactOptional(z.catch(z.enum(folderTroubles), 'failed'));

const downloadSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('none') }),
  z.object({ state: z.literal('pending'), reason: text }),
  z.object({ state: z.literal('placing'), file: z.string(), size: z.number(), aside: trouble }),
  z.object({ state: z.literal('done'), file: z.string(), size: z.number(), aside: trouble }),
  z.object({ state: z.literal('failed'), reason: z.string(), trouble }),
]);

const requestSchema = z.object({
  model: z.string(),
  prompt: z.string(),
  mediaUrls: z.exactOptional(z.array(z.string())),
  aspectRatio: text,
  duration: z.exactOptional(z.number()),
  resolution: text,
  webhookUrl: text,
  metadata: z.exactOptional(z.record(z.string(), z.unknown())),
});

const jobSchema = z.object({
  id: z.string(),
  draft: draftSchema,
  request: z.exactOptional(requestSchema),
  hashes: z.exactOptional(z.record(z.string(), z.string())),
  service: z.enum(['live', 'sandbox']),
  baseUrl: z.string(),
  state: z.enum(['submitting', 'queued', 'processing', 'succeeded', 'failed', 'cancelled', 'rejected', 'unknown']),
  status: text,
  requestId: text,
  creditsCharged: z.exactOptional(z.number()),
  failure: z.exactOptional(failureSchema),
  error: z.exactOptional(z.object({ code: text, message: text })),
  notCharged: z.exactOptional(z.literal(true)),
  outputUrl: text,
  folder: z.string(),
  fileName: z.string(),
  download: downloadSchema,
  kept: z.exactOptional(z.object({ file: z.string() })),
  former: z.exactOptional(z.object({ file: z.string(), size: z.number() })),
  verdict: z.exactOptional(z.enum(['keeper', 'rejected'])),
  createdAt: z.number(),
  sentAt: time,
  acceptedAt: time,
  lookedAt: time,
  queuedAt: time,
  processingAt: time,
  endedAt: time,
  pollAt: time,
  polls: z.number(),
  pollFailures: z.number(),
  pollFailure: z.exactOptional(failureSchema),
  owner: z.string(),
});

/** A job out of the text that a row holds of it; undefined where that is none. */
export function parseJob(body: unknown): Job | undefined {
  try {
    return readJob(JSON.parse(String(body)));
  } catch {
    return undefined;
  }
}

/**
 * A job as it is read back from disk, undefined where it is none. Fields that a newer version added are kept, at every depth; one that
 * may be missing is left out where it cannot be read, as it must not hide what was paid for.
 */
export function readJob(value: unknown): Job | undefined {
  const read = jobSchema.safeParse(value);
  // Nothing in the schema changes a value, so the value itself is the job, with what the schema does not know.
  if (read.success) return value as Job;
  const broken = new Set(read.error.issues.map(({ path }) => path[0]));
  const rest = Object.fromEntries(Object.entries(value ?? {}).filter(([field]) => !broken.has(field)));
  return jobSchema.safeParse(rest).success ? (rest as unknown as Job) : undefined;
}
