import * as z from 'zod/mini';
import type { MediaKind } from './media.ts';
import type { PreviewStrings } from './strings/preview.ts';

/** What a person can do from the preview. */
export const previewActions = [
  'again',
  'compare',
  'reveal',
  'openOutside',
  'copyPath',
  'downloadAgain',
  'reload',
] as const;
export type PreviewAction = (typeof previewActions)[number];

/** What can be done with a frame of the clip: kept as a picture, or the beginning, the end, or both of a new shot. */
export const frameUses = ['save', 'continue', 'endOn', 'loop'] as const;
export type FrameUse = (typeof frameUses)[number];

/** No poster is larger. */
export const maxPosterBytes = 256 * 1024;

/** What the preview's page may say to the host. Parsed there. */
export const previewRequestSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('action'), action: z.enum(previewActions) }),
  /** Opens the preview of a related clip. */
  z.object({ type: z.literal('open'), job: z.string() }),
  /** A frame of the clip, as a picture of its full size. `number` counts from 1, `at` is in seconds; left out where not known. */
  z.object({
    type: z.literal('frame'),
    use: z.enum(frameUses),
    number: z.exactOptional(z.int().check(z.positive())),
    at: z.exactOptional(z.number().check(z.nonnegative())),
    png: z.instanceof(Uint8Array),
  }),
  /** The page has no picture of the frame that was asked for. */
  z.object({ type: z.literal('noFrame') }),
  /** Somebody wants a window that shows nothing but this page, or all else again. */
  z.object({ type: z.literal('fill'), on: z.boolean() }),
  /** The clip is seen: there is time now for small pictures of what it was made from. */
  z.object({ type: z.literal('thumbnails') }),
  /** The file could not be shown. */
  z.object({ type: z.literal('failed') }),
  /** The first frame of the clip behind `source`, small, as a JPEG: asked for by an event `poster` without one. */
  z.object({
    type: z.literal('poster'),
    source: z.string(),
    bytes: z.instanceof(Uint8Array).check(z.maxLength(maxPosterBytes)),
  }),
]);

export type PreviewRequest = z.infer<typeof previewRequestSchema>;

/** A line of the facts beside the picture; `wide` ones (the prompt) take the column's width. */
export interface Fact {
  readonly name: string;
  readonly value: string;
  readonly wide?: boolean;
  /** Id of the job that it speaks of, where the preview of that can be opened. */
  readonly job?: string;
}

/** What the clip was made from, one by one. */
export interface ReferencesFact {
  readonly name: string;
  readonly references: readonly ShownReference[];
}

/** One of the references. */
export interface ShownReference {
  readonly name: string;
  /** Left out where it is not known. */
  readonly kind?: MediaKind;
  /** Its id, by which a picture of it may come; left out where there is none to show. */
  readonly id?: string;
}

/** Another clip that has to do with this one, or this one among them (`current`). */
export interface RelatedClip {
  readonly title: string;
  readonly detail: string;
  readonly current: boolean;
  /** Id of its job, by which its preview can be opened; left out where there is no clip. */
  readonly job?: string;
  readonly verdict?: 'keeper' | 'rejected';
}

/** Each empty where there is nothing but this clip. */
export interface Related {
  /** The takes of its shot, oldest first. */
  readonly takes: readonly RelatedClip[];
  /** What it goes on from, itself, and what goes on from it. */
  readonly chain: readonly RelatedClip[];
}

/** All that the preview's page shows. */
export interface PreviewState {
  /** A URI the page may load; a query makes it new when the file was changed. */
  readonly source: string;
  /** A URI of the decoders for sound that the page may lack. */
  readonly decoders: string;
  readonly title: string;
  readonly facts: readonly (Fact | ReferencesFact)[];
  readonly sandbox: boolean;
  readonly related: Related;
  /** What cannot be done here, with the reason. Actions not named can. */
  readonly disabled: Readonly<Partial<Record<PreviewAction, string>>>;
}

/** What is wrong with a file that the page cannot show: it is gone, empty, not to be read, or none that a browser plays. */
export type Trouble = 'gone' | 'empty' | 'unreadable' | 'format';

export type PreviewEvent =
  | { readonly type: 'strings'; readonly strings: PreviewStrings }
  | { readonly type: 'state'; readonly state: PreviewState }
  /** Somebody asked for the last frame elsewhere than on the page. */
  | { readonly type: 'lastFrame'; readonly use: FrameUse }
  /** What was seen of the file behind `source` the last time, a JPEG; left out: one is wished for. */
  | { readonly type: 'poster'; readonly source: string; readonly poster?: Uint8Array }
  /** A picture of a reference, checked by the host: an answer to `thumbnails`. */
  | { readonly type: 'thumbnail'; readonly reference: string; readonly bytes: Uint8Array<ArrayBuffer> }
  /** The answer to `failed`. */
  | { readonly type: 'trouble'; readonly trouble: Trouble };
