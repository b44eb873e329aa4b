import * as z from 'zod/mini';

/** Where a reference comes from: a file of the workspace (any file system VS Code knows), or a URL that somebody gave. */
const sourceSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('file'), uri: z.string() }),
  z.object({ type: z.literal('url'), url: z.string() }),
]);

const referenceSchema = z.object({
  /** Stays the same while the reference is moved about. */
  id: z.string(),
  /** Shown under the thumbnail: the file's name, or the last part of the URL. */
  name: z.string(),
  /** What the name promises; left out where it promises nothing. */
  kind: z.exactOptional(z.enum(['image', 'video', 'audio'])),
  source: sourceSchema,
  /** For a file: the public URL under which the service can fetch it, as typed in. */
  publicUrl: z.exactOptional(z.string()),
});

/** The fields of a draft that a person sets by typing or picking; the references are changed by gestures. */
export const draftSettingsSchema = z.object({
  prompt: z.string(),
  model: z.string(),
  aspectRatio: z.string(),
  /** Seconds. */
  duration: z.number(),
  resolution: z.string(),
  /** Empty for none. */
  webhookUrl: z.string(),
  /** JSON text of an object, empty for none. */
  metadata: z.string(),
  /** Name of the finished file without its ending, empty for the pattern of the settings. */
  fileName: z.string(),
});

/** The take that a draft came from, and how. The take may be gone, or another machine's: its name and request id say which it was. */
const descentSchema = z.object({
  /** Id of its job; left out where another machine made it. */
  job: z.exactOptional(z.string()),
  /** One of `descents`; a newer version may know more. */
  way: z.string(),
  /** Where in the take the frame is, seconds. */
  at: z.exactOptional(z.number()),
  requestId: z.exactOptional(z.string()),
  /** Name of its file. */
  clip: z.exactOptional(z.string()),
});

/**
 * How a draft can come from a take: the same shot once more, or a new shot that begins with a frame of it, ends with one, or begins
 * and ends with the same one.
 */
export const descents = ['again', 'continue', 'endOn', 'loop'] as const;
export type DescentWay = (typeof descents)[number];

const lineageSchema = z.object({
  /** The takes of one shot have the same: the id of the shot's first draft. */
  shot: z.string(),
  from: z.exactOptional(descentSchema),
});

/** What one composer holds. Kept in the store, so it survives hiding, reload and restart. */
export const draftSchema = z.extend(draftSettingsSchema, {
  id: z.string(),
  references: z.array(referenceSchema),
  /** Left out for the first draft of a shot that came from no take. */
  lineage: z.exactOptional(lineageSchema),
  /** The first draft of those that it was to be sent with, one after the other; left out for that one. */
  series: z.exactOptional(z.string()),
});

export type ReferenceSource = z.infer<typeof sourceSchema>;
export type Reference = z.infer<typeof referenceSchema>;
export type Descent = z.infer<typeof descentSchema>;
export type DraftSettings = z.infer<typeof draftSettingsSchema>;
export type Draft = z.infer<typeof draftSchema>;
