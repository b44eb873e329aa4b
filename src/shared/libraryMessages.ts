import * as z from 'zod/mini';
import type { LibraryStrings } from './strings/library.ts';

/** Far above what a library holds: a page must not make endless work. */
export const mostIds = 20_000;

/** The largest poster that is kept, bytes: one of the page's has about 15 KB. */
export const maxPosterBytes = 256 * 1024;

/** What a person can do with clips of the library. */
export const libraryActions = [
  'open',
  'reveal',
  'compare',
  'again',
  'copyMarkdown',
  'copyHtml',
  'find',
  'download',
  'whatNow',
  'remove',
] as const;
export type LibraryAction = (typeof libraryActions)[number];

const id = z.string().check(z.maxLength(200));

/** What the library's page may say to the host. Parsed there. */
export const libraryRequestSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('action'), action: z.enum(libraryActions), ids: z.array(id).check(z.maxLength(mostIds)) }),
  /** Cards came into sight that have no picture yet. */
  z.object({ type: z.literal('posters'), ids: z.array(id).check(z.maxLength(500)) }),
  /** The page made one of the clip. */
  z.object({
    type: z.literal('poster'),
    id,
    bytes: z.instanceof(Uint8Array).check(z.refine((bytes) => bytes.length <= maxPosterBytes)),
  }),
  z.object({ type: z.literal('newClip') }),
  z.object({ type: z.literal('getStarted') }),
]);

export type LibraryRequest = z.infer<typeof libraryRequestSchema>;

/** `missing`: it was made, and its file is not where it was. */
export const cardStates = ['ready', 'making', 'failed', 'missing'] as const;
export type CardState = (typeof cardStates)[number];

/** What the library shows of a job. Texts of strangers are one line each. */
export interface Card {
  readonly id: string;
  readonly title: string;
  /** The prompt, as far as it is searched. */
  readonly prompt: string;
  /** The file's name. */
  readonly name: string;
  readonly model: string;
  readonly state: CardState;
  /** The state in words. */
  readonly stateText: string;
  readonly verdict?: 'keeper' | 'rejected';
  /** Ms since 1970. */
  readonly createdAt: number;
  /** The folder of the clip, as people name it. */
  readonly folder: string;
  /** Duration, aspect, credits. */
  readonly facts: string;
  /** Seconds. */
  readonly duration: number;
  /** As the service said; 0 in the sandbox. */
  readonly credits: number;
  /** A URI that the page may play. */
  readonly source?: string;
  /** URI of the file, as the window has it. */
  readonly file?: string;
  /** Why it is as it is, and what to do. */
  readonly note?: string;
  /** What can be done with it now. */
  readonly actions: readonly LibraryAction[];
}

export type LibraryEvent =
  /** `language`: BCP 47 tag, for days and numbers. */
  | { readonly type: 'strings'; readonly strings: LibraryStrings; readonly language: string }
  /** All clips, newest first, in parts: nobody waits for thousands of them to see the first. */
  | { readonly type: 'cards'; readonly cards: readonly Card[]; readonly first: boolean }
  /** That was the last part. */
  | { readonly type: 'complete' }
  | { readonly type: 'changed'; readonly cards: readonly Card[]; readonly removed: readonly string[] }
  /** A JPEG; left out where none is kept of the clip as it is now. */
  | { readonly type: 'poster'; readonly id: string; readonly bytes?: Uint8Array }
  /** Said to a screen reader. */
  | { readonly type: 'done'; readonly text: string };
