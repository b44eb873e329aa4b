/**
 * What is wrong with a bucket, or with what it was given. `changed`: the file, while it was read. `busy`: overloaded, in trouble or
 * silent for too long. `notPublic`: strangers cannot fetch from it.
 */
export type BucketFault =
  | 'secret'
  | 'accessKey'
  | 'region'
  | 'noBucket'
  | 'clock'
  | 'unreachable'
  | 'certificate'
  | 'denied'
  | 'notPublic'
  | 'changed'
  | 'busy'
  | 'other';

/** What was done when it went wrong. `fetch` is what a stranger does with a link. */
export type BucketStep = 'put' | 'fetch' | 'remove';

export interface BucketErrorOptions extends ErrorOptions {
  /** The same request may succeed a moment later: a line that was cut, a storage that is overloaded. */
  readonly passing?: boolean;
}

/** `message` is in the user's language: what is wrong, and what to do. It holds nothing of a reply but codes, regions and hosts. */
export class BucketError extends Error {
  override readonly name = 'BucketError';
  readonly step: BucketStep;
  readonly fault: BucketFault;
  readonly passing: boolean;

  constructor(step: BucketStep, fault: BucketFault, message: string, options: BucketErrorOptions = {}) {
    super(message, options);
    this.step = step;
    this.fault = fault;
    this.passing = options.passing ?? false;
  }
}
