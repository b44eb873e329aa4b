import * as z from 'zod/mini';
import type { PreviewStrings } from './strings.ts';

/** What a person can do from the preview. */
export const previewActions = ['again', 'reveal', 'openOutside', 'copyPath'] as const;
export type PreviewAction = (typeof previewActions)[number];

/** What the preview's page may say to the host. Parsed there. */
export const previewRequestSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('action'), action: z.enum(previewActions) }),
]);

export type PreviewRequest = z.infer<typeof previewRequestSchema>;

/** A line of the facts beside the picture; `wide` ones (the prompt) take the column's width. */
export interface Fact {
  readonly name: string;
  readonly value: string;
  readonly wide?: boolean;
}

/** All that the preview's page shows. */
export interface PreviewState {
  /** A URI the page may load; a query makes it new when the file was changed. */
  readonly source: string;
  /** A URI of the decoders for sound that the page may lack. */
  readonly decoders: string;
  readonly title: string;
  readonly facts: readonly Fact[];
  readonly sandbox: boolean;
  /** What cannot be done here, with the reason. Actions not named can. */
  readonly disabled: Readonly<Partial<Record<PreviewAction, string>>>;
}

export type PreviewEvent =
  | { readonly type: 'strings'; readonly strings: PreviewStrings }
  | { readonly type: 'state'; readonly state: PreviewState };
