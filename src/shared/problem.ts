/** The field that a problem stands beside, named as in the request; `fileName` is ours. */
export type ProblemField =
  'model' | 'prompt' | 'mediaUrls' | 'aspectRatio' | 'duration' | 'resolution' | 'webhookUrl' | 'metadata' | 'fileName';

/** A copy of a picture as the composer's page can make one on a canvas: of this size (px), upright, without metadata. */
export interface PictureCopy {
  readonly referenceId: string;
  readonly mime: CopyFormat;
  readonly width: number;
  readonly height: number;
}

/** What a canvas can write. */
export const copyFormats = ['image/png', 'image/jpeg', 'image/webp'] as const;
export type CopyFormat = (typeof copyFormats)[number];

/** What one press of a button would do about a problem. */
export type Mend =
  | { readonly type: 'aspectRatio'; readonly value: string }
  /** The original stays untouched. */
  | { readonly type: 'copy'; readonly copy: PictureCopy }
  /** A clip for each image, instead of one with all of them. */
  | { readonly type: 'eachImage' }
  | { readonly type: 'openSettings' };

/** Something that stops a request (`error`) or that is worth knowing before it is paid (`warning`). */
export interface Problem {
  readonly field: ProblemField;
  readonly severity: 'error' | 'warning';
  /** What is wrong and what to do, in the user's language. */
  readonly message: string;
  /** Which of the media it is about, counted from 0. */
  readonly index?: number;
  /** The mend, with the words of its button. */
  readonly mend?: { readonly label: string; readonly action: Mend };
}
