/** The field that a problem stands beside, named as in the request; `fileName` is ours. */
export type ProblemField =
  'model' | 'prompt' | 'mediaUrls' | 'aspectRatio' | 'duration' | 'resolution' | 'webhookUrl' | 'metadata' | 'fileName';

/** Something that stops a request (`error`) or that is worth knowing before it is paid (`warning`). */
export interface Problem {
  readonly field: ProblemField;
  readonly severity: 'error' | 'warning';
  /** What is wrong and what to do, in the user's language. */
  readonly message: string;
  /** Which of the media it is about, counted from 0. */
  readonly index?: number;
}
