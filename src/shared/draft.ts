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

/** What one composer holds. Kept in the store, so it survives hiding, reload and restart. */
export const draftSchema = z.extend(draftSettingsSchema, {
  id: z.string(),
  references: z.array(referenceSchema),
});

export type ReferenceSource = z.infer<typeof sourceSchema>;
export type Reference = z.infer<typeof referenceSchema>;
export type DraftSettings = z.infer<typeof draftSettingsSchema>;
export type Draft = z.infer<typeof draftSchema>;
