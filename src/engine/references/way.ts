import type { Reference } from '../../shared/draft.ts';
import type { ReferenceTravel } from '../../shared/composerMessages.ts';

/** The ways to a public URL, as the setting names them, in the order in which they are tried. */
export const wayIds = ['git', 'bucket', 'uploader', 'typedUrl'] as const;
export type WayId = (typeof wayIds)[number];

/** What a way would do with a reference, said before anything is done. */
export interface Offer extends Pick<ReferenceTravel, 'text' | 'detail' | 'typedUrl'> {
  readonly way: 'ready' | 'upload' | 'local';
  /** The URL, where it is known without doing anything. */
  readonly url?: string;
  /** The URL is only somebody's word so far: it is to be looked at before it is used. */
  readonly unproved?: boolean;
  /** What a person has to agree to before. Left out: nothing leaves this machine. */
  readonly consent?: Consent;
}

/** Something that leaves this machine: where it goes and who can read it then. */
export interface Consent {
  /** The place, as it is remembered where somebody agrees to it once and for all. */
  readonly destination: string;
  /** This very content at that place: what somebody agrees to who agrees once. */
  readonly once: string;
  /** The place in words: a bucket and its host, a program. */
  readonly place: string;
  /** The words of the button by which somebody agrees to it for good. */
  readonly always: string;
  /** Which file goes there, with its size: “hero.png” (1.2 MB). */
  readonly file: string;
  /** Who can read it there and for how long; a sentence or two. */
  readonly readers: string;
}

/** A way that is not open to a reference, and why not: a sentence that names the way, and says what to do where there is something. */
export interface Closed {
  readonly way: 'closed';
  readonly why: string;
}

/** How a way is gone. */
export interface Journey {
  readonly signal: AbortSignal;
  /** What a person has agreed to: `Consent.destination` for good, `Consent.once` for this time. Nothing else is uploaded. */
  readonly consented: ReadonlySet<string>;
  /** How the file was when somebody looked at it, as `versionOf` has it; left out: nobody did. */
  readonly seen?: string | undefined;
  /** Called with 0 to 1 while something is uploaded. */
  readonly onProgress: (share: number) => void;
}

/** One way from what the user pointed at to a URL that the service can fetch. */
export interface Way {
  /**
   * What this way would do with the reference, `Closed` where it is not open to it, or undefined where it is not meant for it at
   * all. Uploads nothing; it may ask whether a URL that it would use can be fetched.
   */
  offer(reference: Reference, signal: AbortSignal): Promise<Offer | Closed | undefined>;
  /** Makes the URL. Only called where an offer was made. Rejects with `UnresolvedReference` or the signal's reason. */
  resolve(reference: Reference, journey: Journey): Promise<string>;
}

/** A reference could not be brought to the service. `message` is in the user's language and says what to do. */
export class UnresolvedReference extends Error {
  override readonly name = 'UnresolvedReference';
  readonly referenceId: string;

  constructor(referenceId: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.referenceId = referenceId;
  }
}
