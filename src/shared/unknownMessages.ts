import * as z from 'zod/mini';
import type { Fact } from './previewMessages.ts';
import type { UnknownStrings } from './strings/unknown.ts';

/** What a person can do about a job of which nobody knows what became. */
export const unknownActions = ['forget', 'again', 'copyId', 'copyMessage', 'showJob'] as const;
export type UnknownAction = (typeof unknownActions)[number];

/** What the page may say to the host. Parsed there. */
export const unknownRequestSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  /** `withPrompt`: the message for support tells the prompt as well. */
  z.object({ type: z.literal('action'), action: z.enum(unknownActions), withPrompt: z.boolean() }),
]);

export type UnknownRequest = z.infer<typeof unknownRequestSchema>;

/** All that the page shows. */
export interface UnknownState {
  readonly jobId: string;
  readonly title: string;
  /** False once an answer came after all. */
  readonly open: boolean;
  /** Where it stands, in a sentence or two. */
  readonly summary: string;
  /** What cannot be known from here. */
  readonly notKnown: string;
  readonly known: readonly Fact[];
  readonly sent: readonly Fact[];
  readonly details: readonly Fact[];
}

export type UnknownEvent =
  | { readonly type: 'strings'; readonly jobId: string; readonly strings: UnknownStrings }
  | { readonly type: 'state'; readonly state: UnknownState }
  /** Said to a screen reader and beside the buttons. */
  | { readonly type: 'done'; readonly text: string };
