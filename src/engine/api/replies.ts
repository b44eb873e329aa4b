import * as z from 'zod/mini';

/** An optional field that counts as missing where the service fills it with something else than we know. */
function tolerant<T extends z.ZodMiniType>(schema: T) {
  return z.catch(z.optional(schema), undefined);
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
      if (typeof error === 'string') return { message: error };
      const read = z.looseObject({ code: tolerant(z.string()), message: tolerant(z.string()) }).safeParse(error);
      if (!read.success || (read.data.code === undefined && read.data.message === undefined))
        return { message: JSON.stringify(error) };
      const { code, message } = read.data;
      return { ...(code !== undefined && { code }), ...(message !== undefined && { message }) };
    }),
  ),
);

/** Reply to a create. Without `requestId` it is none: then nobody can ever ask for the clip. */
export const createdSchema = z.looseObject({
  requestId: requestIdSchema,
  status: tolerant(z.string()),
  creditsCharged: tolerant(z.number().check(z.nonnegative())),
});

/** Reply to a status request. */
export const generationSchema = z.looseObject({
  requestId: tolerant(z.string()),
  status: z.string().check(z.minLength(1)),
  output: tolerant(z.nullable(z.looseObject({ type: tolerant(z.string()), url: z.string() }))),
  error: errorSchema,
});

/** Reply to a cancel. */
export const cancelledSchema = z.looseObject({ status: tolerant(z.string()) });

/** A readable refusal. */
export const refusalSchema = z.looseObject({ success: z.literal(false), error: errorSchema });

/** Reply to `/models`; the shape of an item is not public. */
export const modelsSchema = z.looseObject({ data: z.array(z.unknown()) });

export type Created = z.infer<typeof createdSchema>;
export type Generation = z.infer<typeof generationSchema>;
