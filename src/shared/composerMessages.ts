import * as z from 'zod/mini';
import type { Capabilities } from './capabilities.ts';
import { draftSettingsSchema, type Draft } from './draft.ts';
import type { Mode } from './mode.ts';
import { maxTakes, type Plan } from './plan.ts';
import { copyFormats, type PictureCopy, type Problem } from './problem.ts';
import type { ComposerStrings } from './strings/composer.ts';

const pictureCopySchema = z.object({
  referenceId: z.string(),
  mime: z.enum(copyFormats),
  width: z.number(),
  height: z.number(),
});

/** What a draft is to become, as a page says it. */
export const planSchema = z.object({ takes: z.int().check(z.gte(1), z.lte(maxTakes)), eachImage: z.boolean() });

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
  /** A file dropped from outside VS Code, or a picture of the clipboard (`pasted`), which has bytes but no path. */
  z.object({
    type: z.literal('dropFile'),
    name: z.string(),
    bytes: z.instanceof(Uint8Array),
    pasted: z.optional(z.boolean()),
  }),
  z.object({ type: z.literal('remove'), referenceId: z.string() }),
  /** Puts the reference at place `to`, counted from 0. */
  z.object({ type: z.literal('move'), referenceId: z.string(), to: z.number() }),
  /** The public URL of a local file, typed in; empty takes it back. */
  z.object({ type: z.literal('publicUrl'), referenceId: z.string(), url: z.string() }),
  /** Asks for the original of a reference, to make this copy of it. */
  z.object({ type: z.literal('makeCopy'), copy: pictureCopySchema }),
  /** The copy takes the original's place in the draft. */
  z.object({ type: z.literal('copyMade'), copy: pictureCopySchema, bytes: z.instanceof(Uint8Array) }),
  /** The browser could not read the original, or not write the copy. */
  z.object({ type: z.literal('copyFailed'), copy: pictureCopySchema }),
  /** Lists the prompts that were sent, to take one from. */
  z.object({ type: z.literal('showHistory') }),
  z.object({ type: z.literal('showTemplates') }),
  /** Marks the draft's prompt as a favourite, or takes the mark off. */
  z.object({ type: z.literal('setFavourite'), favourite: z.boolean() }),
  z.object({ type: z.literal('setUpHosting') }),
  z.object({ type: z.literal('openSettings') }),
  /** Presses the button that stands behind `failure`. */
  z.object({ type: z.literal('mendFailure') }),
  z.object({ type: z.literal('dismissNotice') }),
  z.object({ type: z.literal('plan'), plan: planSchema }),
  /** Stops what of a Generate was not sent to the service yet. */
  z.object({ type: z.literal('stop') }),
  /** `host` and `clips` are what the page showed: what is sent must not go elsewhere, and not be more. */
  z.object({
    type: z.literal('generate'),
    edit: z.number(),
    settings: draftSettingsSchema,
    plan: planSchema,
    host: z.string(),
    clips: z.number(),
  }),
]);

export type ComposerRequest = z.infer<typeof composerRequestSchema>;

/** How a reference gets to the service, as one line under its thumbnail. */
export interface ReferenceTravel {
  readonly referenceId: string;
  readonly way: TravelWay;
  readonly text: string;
  /** Where exactly it goes and who can read it there, for a tooltip. */
  readonly detail?: string;
  /** The URL that was typed for the same content before, and is used: it can be changed or taken back. */
  readonly typedUrl?: string;
  /** For `needsUrl` and `noWay`: why each way that was tried is closed, a sentence each. */
  readonly tried?: readonly string[];
  /** How much of it is uploaded, 0 to 1; left out where nothing is under way. */
  readonly progress?: number;
}

/**
 * `checking`: not known yet. `ready`: it has its URL. `upload`: it will be uploaded. `local`: put into the sandbox's own store.
 * `needsUrl`: no way is open, so a public URL must be typed in. `noWay`: none is open, and typing one in is switched off.
 */
export type TravelWay = 'checking' | 'ready' | 'upload' | 'local' | 'needsUrl' | 'noWay';

/** All that the composer's page shows. Sent whole at each change; pictures come in messages of their own. */
export interface ComposerState {
  readonly draft: Draft;
  /** The last `edit` that this state knows. */
  readonly edit: number;
  readonly capabilities: Capabilities;
  readonly plan: Plan;
  /** Of each clip that the draft becomes. */
  readonly mode: Mode;
  /** One a reference, in their order: the token that names it in a prompt. */
  readonly tokens: readonly string[];
  readonly travel: readonly ReferenceTravel[];
  readonly problems: readonly Problem[];
  /** False where the store cannot keep the draft just now: the page does, as long as its tab is open. */
  readonly kept: boolean;
  /** What the host changed or left out on its own, and why. */
  readonly notices: readonly string[];
  /** The price line, for all clips together: an estimate that says that it is one, or that none is known yet. */
  readonly price: string;
  /** How long a clip of these settings usually takes; left out where none is waited for. */
  readonly wait?: string;
  readonly sandbox: boolean;
  /** Which take the draft came from, and how; left out where it came from none. */
  readonly origin?: string;
  /** Name of the service's host, for the line that says where things go. */
  readonly host: string;
  /**
   * From the click on Generate until the service has answered: `asking` while a person has to answer something first, `uploading` as long
   * as it can still be stopped, else `sending`.
   */
  readonly phase: 'editing' | 'asking' | 'uploading' | 'sending';
  /** While several clips are sent: how many of them were accepted, and how many there are. */
  readonly sent?: { readonly done: number; readonly of: number };
  /** Why what was to be sent waits, and until when: it can still be stopped. */
  readonly waiting?: string;
  /** What stopped the last Generate, in a sentence. */
  readonly failure?: string;
  /** What the button says that mends it. */
  readonly failureMend?: string;
}

/** What the host says to the composer's page. */
export type ComposerEvent =
  | { readonly type: 'strings'; readonly strings: ComposerStrings }
  | { readonly type: 'state'; readonly state: ComposerState }
  /** A picture fit to be shown, checked by the host. `bytes` left out: there is none, `text` says why. */
  | {
      readonly type: 'thumbnail';
      readonly referenceId: string;
      readonly mime?: string;
      readonly bytes?: Uint8Array<ArrayBuffer>;
      readonly text?: string;
    }
  /** The original of a picture, to make `copy` of. */
  | {
      readonly type: 'original';
      readonly copy: PictureCopy;
      readonly mime: string;
      readonly bytes: Uint8Array<ArrayBuffer>;
    }
  /** Whether the draft's prompt is one of the favourites. */
  | { readonly type: 'favourite'; readonly favourite: boolean }
  /** Puts a text in the place of the prompt, or of what is selected in it. */
  | { readonly type: 'insertPrompt'; readonly text: string; readonly mode: 'all' | 'selection' }
  | { readonly type: 'focusPrompt' };
