/** Why a clip stays silent: a codec nobody here knows (its name), a clip that is too long for it, or one that is damaged. */
export type Trouble =
  { readonly reason: 'codec'; readonly codec: string } | { readonly reason: 'long' } | { readonly reason: 'damaged' };

/** Thrown where sound cannot be made. */
export class SilentError extends Error {
  readonly trouble: Trouble;

  constructor(trouble: Trouble, cause?: unknown) {
    super(`no sound: ${trouble.reason}`, { cause });
    this.trouble = trouble;
  }
}
