import * as z from 'zod/mini';
import type { PreviewStrings } from './strings.ts';

/** What a person can do from the preview. */
export const previewActions = ['again', 'reveal', 'openOutside', 'copyPath', 'downloadAgain', 'reload'] as const;
export type PreviewAction = (typeof previewActions)[number];

/** No poster is larger. */
export const maxPosterBytes = 256 * 1024;

/** What the preview's page may say to the host. Parsed there. */
export const previewRequestSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('action'), action: z.enum(previewActions) }),
  /** The file could not be shown. */
  z.object({ type: z.literal('failed') }),
  /** The first frame of the clip, small, as a JPEG: asked for by an event `poster` without one. */
  z.object({ type: z.literal('poster'), bytes: z.instanceof(Uint8Array).check(z.maxLength(maxPosterBytes)) }),
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

/** What is wrong with a file that the page cannot show: it is gone, empty, not to be read, or none that a browser plays. */
export type Trouble = 'gone' | 'empty' | 'unreadable' | 'format';

export type PreviewEvent =
  | { readonly type: 'strings'; readonly strings: PreviewStrings }
  | { readonly type: 'state'; readonly state: PreviewState }
  /** What was seen of the file behind `source` the last time, a JPEG; left out: one is wished for. */
  | { readonly type: 'poster'; readonly source: string; readonly poster?: Uint8Array }
  /** The answer to `failed`. */
  | { readonly type: 'trouble'; readonly trouble: Trouble };
