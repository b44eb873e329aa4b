import * as z from 'zod/mini';
import type { Descent, Reference } from '../../shared/draft.ts';
import { isLoopback } from '../../shared/url.ts';
import type { Job } from '../jobs/job.ts';

/** The largest record that is written or read, bytes: room for a prompt of a million characters, however they are escaped. */
export const maxRecordBytes = 8 * 1024 * 1024;

/** Far above what the service takes: a stranger's record must not make endless work. */
const maxReferences = 32;

const text = (length: number) => z.string().check(z.maxLength(length));

/** What may be missing is left out where it cannot be read: the rest still says how the clip was made. */
const optional = <T extends z.core.$ZodType>(schema: T) => z.catch(z.optional(schema), undefined);

const time = optional(text(40).check(z.refine((value) => !Number.isNaN(Date.parse(value)))));

const referenceSchema = z.object({
  name: text(1000),
  kind: optional(z.enum(['image', 'video', 'audio'])),
  /** SHA-256 of the file as it was sent, hex. */
  sha256: optional(z.string().check(z.regex(/^[0-9a-f]{64}$/))),
  /** Of a reference on the web, without its query: that may be a signature, and a key to the file. */
  url: optional(text(4000).check(z.refine((value) => publicUrl(value) === value))),
});

const recordSchema = z.object({
  format: z.literal('seedance.clip'),
  /** Raised only when a reader of this one would misread it; what is added later is simply not known here. */
  version: z.literal(1),
  model: text(200),
  prompt: text(maxRecordBytes),
  references: z.array(referenceSchema).check(z.maxLength(maxReferences)),
  aspectRatio: text(20),
  /** Seconds. */
  duration: z.number(),
  resolution: text(20),
  service: optional(z.enum(['live', 'sandbox'])),
  requestId: optional(text(200)),
  /** As the service's reply to the create said. */
  creditsCharged: optional(z.number()),
  /** ISO 8601. */
  createdAt: time,
  endedAt: time,
  /** The clip that this one came from: made again, or gone on from one of its frames. */
  parent: optional(z.object({ requestId: optional(text(200)), name: optional(text(1000)) })),
});

/**
 * How a clip was made, as it travels with it: enough to make it again on another machine. It names files by name and hash, and holds
 * no path, no signed URL, no webhook and none of the user's metadata: whoever gets the clip can read it.
 */
export type ClipRecord = z.infer<typeof recordSchema>;
export type RecordedReference = ClipRecord['references'][number];

/** The record of a job's clip. */
export function recordOf(job: Job): ClipRecord {
  const { draft, service, requestId, creditsCharged, createdAt, endedAt } = job;
  const { model, prompt, aspectRatio, duration, resolution } = draft;
  return {
    format: 'seedance.clip',
    version: 1,
    ...{ model, prompt, aspectRatio, duration, resolution, service },
    references: draft.references.map((reference) => recordedReference(reference, job.hashes?.[reference.id])),
    ...(requestId !== undefined && { requestId }),
    ...(creditsCharged !== undefined && { creditsCharged }),
    createdAt: new Date(createdAt).toISOString(),
    ...(endedAt !== undefined && { endedAt: new Date(endedAt).toISOString() }),
    ...(draft.lineage?.from !== undefined && { parent: parentOf(draft.lineage.from) }),
  };
}

function parentOf({ requestId, clip }: Descent): ClipRecord['parent'] {
  return { ...(requestId !== undefined && { requestId }), ...(clip !== undefined && { name: baseName(clip) }) };
}

/** A record as text. */
export function recordText(record: ClipRecord, indent?: number): string {
  return JSON.stringify(record, undefined, indent);
}

/** Reads a record of anybody's, undefined where it is none. */
export function readRecord(json: string): ClipRecord | undefined {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return undefined;
  }
  const record = recordSchema.safeParse(value).data;
  return record && { ...record, references: record.references.map((each) => ({ ...each, name: baseName(each.name) })) };
}

function recordedReference({ name, kind, source }: Reference, sha256: string | undefined): RecordedReference {
  const url = source.type === 'url' ? publicUrl(source.url) : undefined;
  return {
    name: baseName(name),
    ...(kind !== undefined && { kind }),
    ...(sha256 !== undefined && { sha256 }),
    ...(url !== undefined && { url }),
  };
}

/** The address of what everybody can fetch; undefined for what only this machine can, or for what is none. */
function publicUrl(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, hostname, origin, pathname } = new URL(url);
  return protocol === 'https:' && !isLoopback(hostname) ? origin + pathname : undefined;
}

/** A name that leads into no other folder. */
function baseName(name: string): string {
  return name.split(/[\\/]/).at(-1) ?? '';
}
