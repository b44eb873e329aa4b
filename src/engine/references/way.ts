import type { Reference } from '../../shared/draft.ts';
import type { ReferenceTravel } from '../../shared/composerMessages.ts';

/** What a way would do with a reference, said before anything is done. */
export type Offer = Pick<ReferenceTravel, 'way' | 'text'> & {
  /** The URL, where it is known without doing anything. */
  readonly url?: string;
};

/** One way from what the user pointed at to a URL that the service can fetch. */
export interface Way {
  /** What this way would do with the reference, or undefined where it is not open to it. Sends nothing anywhere. */
  offer(reference: Reference): Promise<Offer | undefined>;
  /** Makes the URL. Only called where an offer was made. Rejects with `UnresolvedReference` or the signal's reason. */
  resolve(reference: Reference, signal: AbortSignal): Promise<string>;
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
