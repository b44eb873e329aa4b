import * as z from 'zod/mini';

/** An optional field that counts as missing where the service fills it with something else than we know. */
function tolerant<T extends z.ZodMiniType>(schema: T) {
  return z.catch(z.optional(schema), undefined);
}

/** Text that is kept with a job and shown: at most this many characters of it, whatever the service sent. */
const limits = { code: 200, message: 2000, status: 100 } as const;

/** A longer address is none: a cut one leads nowhere. */
const maxUrl = 8192;

function bounded(limit: number) {
  return z.pipe(
    z.string(),
    z.transform((text: string) => (text.length > limit ? text.slice(0, limit).toWellFormed() : text)),
  );
}

/** Ids go into paths: what `encodeURIComponent` cannot make harmless is no id. */
const requestIdSchema = z.string().check(
  z.minLength(1),
  z.maxLength(300),
  z.refine((id) => id !== '.' && id !== '..' && id.isWellFormed()),
);

/** Error codes other than `unauthorized` are not documented: any string is one, and an object of another shape is shown as text. */
const errorSchema = z.optional(
  z.pipe(
    z.unknown(),
    z.transform((error: unknown): { code?: string; message?: string } | undefined => {
      if (error === null || error === undefined) return undefined;
      if (typeof error === 'string') return { message: bounded(limits.message).parse(error) };
      const read = z
        .looseObject({ code: tolerant(bounded(limits.code)), message: tolerant(bounded(limits.message)) })
        .safeParse(error);
      if (!read.success || (read.data.code === undefined && read.data.message === undefined)) return asText(error);
      const { code, message } = read.data;
      return { ...(code !== undefined && { code }), ...(message !== undefined && { message }) };
    }),
  ),
);

/** Nothing where it is nested too deep to be written out. */
function asText(error: unknown): { message: string } | undefined {
  try {
    return { message: bounded(limits.message).parse(JSON.stringify(error)) };
  } catch {
    return undefined;
  }
}

/** Reply to a create. Without `requestId` it is none: then nobody can ever ask for the clip. */
export const createdSchema = z.looseObject({
  requestId: requestIdSchema,
  status: tolerant(bounded(limits.status)),
  creditsCharged: tolerant(z.number().check(z.nonnegative())),
});

/** Reply to a status request. */
export const generationSchema = z.looseObject({
  requestId: tolerant(z.string()),
  status: z.pipe(z.string().check(z.minLength(1)), bounded(limits.status)),
  output: tolerant(
    z.nullable(z.looseObject({ type: tolerant(z.string()), url: z.string().check(z.maxLength(maxUrl)) })),
  ),
  error: errorSchema,
});

/** Reply to a cancel. */
export const cancelledSchema = z.looseObject({
  requestId: tolerant(z.string()),
  status: tolerant(bounded(limits.status)),
});

/** A readable refusal. */
export const refusalSchema = z.looseObject({ success: z.literal(false), error: errorSchema });

/** Reply to `/models`; the shape of an item is not public. */
export const modelsSchema = z.looseObject({ data: z.array(z.unknown()) });

export type Created = z.infer<typeof createdSchema>;
export type Generation = z.infer<typeof generationSchema>;
