import * as z from 'zod/mini';
import { mostTakes } from './compared.ts';
import type { CompareStrings } from './strings/compare.ts';

/** How two or more clips are looked at. */
export const layouts = ['side', 'wipe', 'difference'] as const;
export type Layout = (typeof layouts)[number];

/** What the page says may be of a newer version, or of somebody else. A take is named by the URI of its file. */
const take = z.string().check(z.maxLength(10_000));

/** What the page may say to the host. Parsed there. */
export const compareRequestSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('keep'), take }),
  z.object({ type: z.literal('reject'), take }),
  z.object({ type: z.literal('open'), take }),
  /** Somebody wants a window that shows nothing but this page, or all else again. */
  z.object({ type: z.literal('fill'), on: z.boolean() }),
]);

export type CompareRequest = z.infer<typeof compareRequestSchema>;

/** What the page leaves for the next page of the same tab, as far as the host needs it. */
export const compareMemorySchema = z.object({ takes: z.array(take).check(z.minLength(1), z.maxLength(mostTakes)) });

/** The settings that takes may differ in, in the order in which they are shown. */
export const settingKeys = [
  'prompt',
  'model',
  'aspectRatio',
  'duration',
  'resolution',
  'references',
  'charge',
  'made',
] as const;
export type SettingKey = (typeof settingKeys)[number];

/** One clip as the host knows it. */
export interface Take {
  /** The URI of its file. */
  readonly id: string;
  readonly name: string;
  /** A URI the page may load; a query makes it new when the file was changed. */
  readonly source: string;
  /** Why there is nothing to be seen. */
  readonly missing?: string;
  /** How it was made, as people read it; left out where nobody here knows. */
  readonly settings?: Readonly<Record<SettingKey, string>>;
  readonly verdict?: 'keeper' | 'rejected';
  /** Why it can be neither chosen nor rejected. */
  readonly unjudged?: string;
  readonly sandbox: boolean;
}

/** All that the page shows. */
export interface CompareState {
  readonly takes: readonly Take[];
  /** A URI of the decoders for sound that the page may lack. */
  readonly decoders: string;
}

export type CompareEvent =
  | { readonly type: 'strings'; readonly strings: CompareStrings }
  | { readonly type: 'state'; readonly state: CompareState };
