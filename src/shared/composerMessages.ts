import * as z from 'zod/mini';
import type { Capabilities } from './capabilities.ts';
import { draftSettingsSchema, type Draft } from './draft.ts';
import type { Mode } from './mode.ts';
import type { Problem } from './problem.ts';
import type { ComposerStrings } from './strings.ts';

/** What the composer's page may say to the host. Parsed there: a page is foreign input. */
export const composerRequestSchema = z.discriminatedUnion('type', [
  /** The page is up and pulls its first state. */
  z.object({ type: z.literal('ready') }),
  /** Fields were changed by hand. `edit` counts up, so that an older state does not undo newer typing. */
  z.object({ type: z.literal('edit'), edit: z.number(), settings: z.partial(draftSettingsSchema) }),
  z.object({ type: z.literal('pickFiles') }),
  z.object({ type: z.literal('addUrl'), url: z.string() }),
  /** Explorer items or links that were dropped: URIs as VS Code or the system writes them. */
  z.object({ type: z.literal('dropUris'), uris: z.array(z.string()) }),
  /** A file dropped from outside VS Code, which has bytes but no path. */
  z.object({ type: z.literal('dropFile'), name: z.string(), bytes: z.instanceof(Uint8Array) }),
  z.object({ type: z.literal('remove'), referenceId: z.string() }),
  /** Puts the reference at place `to`, counted from 0. */
  z.object({ type: z.literal('move'), referenceId: z.string(), to: z.number() }),
  /** The public URL of a local file, typed in; empty takes it back. */
  z.object({ type: z.literal('publicUrl'), referenceId: z.string(), url: z.string() }),
  z.object({ type: z.literal('dismissNotice') }),
  /** `host` is what the page showed: what is sent must not go elsewhere. */
  z.object({ type: z.literal('generate'), edit: z.number(), settings: draftSettingsSchema, host: z.string() }),
]);

export type ComposerRequest = z.infer<typeof composerRequestSchema>;

/** How a reference gets to the service, as one line under its thumbnail. */
export interface ReferenceTravel {
  readonly referenceId: string;
  /** `ready`: nothing to do. `local`: put into the sandbox's own store. `needsUrl`: a public URL must be typed in. */
  readonly way: 'ready' | 'local' | 'needsUrl';
  readonly text: string;
}

/** All that the composer's page shows. Sent whole at each change; pictures come in messages of their own. */
export interface ComposerState {
  readonly draft: Draft;
  /** The last `edit` that this state knows. */
  readonly edit: number;
  readonly capabilities: Capabilities;
  readonly mode: Mode;
  /** One a reference, in their order: the token that names it in a prompt. */
  readonly tokens: readonly string[];
  readonly travel: readonly ReferenceTravel[];
  readonly problems: readonly Problem[];
  /** What the host changed or left out on its own, and why. */
  readonly notices: readonly string[];
  /** The price line: an estimate that says that it is one, or that none is known yet. */
  readonly price: string;
  readonly sandbox: boolean;
  /** Name of the service's host, for the line that says where things go. */
  readonly host: string;
  /** `sending` from the click on Generate until the service has answered. */
  readonly phase: 'editing' | 'sending';
  /** What stopped the last Generate, in a sentence. */
  readonly failure?: string;
}

/** What the host says to the composer's page. */
export type ComposerEvent =
  | { readonly type: 'strings'; readonly strings: ComposerStrings; readonly mac: boolean }
  | { readonly type: 'state'; readonly state: ComposerState }
  /** A picture fit to be shown, checked by the host. `bytes` left out: there is none, `text` says why. */
  | {
      readonly type: 'thumbnail';
      readonly referenceId: string;
      readonly mime?: string;
      readonly bytes?: Uint8Array<ArrayBuffer>;
      readonly text?: string;
    }
  | { readonly type: 'focusPrompt' };
