import * as z from 'zod/mini';
import { planSchema } from '../../shared/composerMessages.ts';
import { draftSchema } from '../../shared/draft.ts';

/** What a composer's page keeps for the next one of its tab: over a reload and a restart of the window. */
const memorySchema = z.object({
  draftId: z.string(),
  /** What the draft was to become. */
  plan: z.exactOptional(planSchema),
  /** The draft itself, where the store could not keep it. */
  draft: z.exactOptional(draftSchema),
});

export type PageMemory = z.infer<typeof memorySchema>;

/** Undefined for what is none of ours, or nothing. */
export function pageMemoryOf(state: unknown): PageMemory | undefined {
  return memorySchema.safeParse(state).data;
}
