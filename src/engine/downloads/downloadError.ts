import type { FolderTrouble } from './folderTrouble.ts';

/**
 * Why a download did not come through. `later`: it may by itself (network, server). `freshUrl`: this URL is over, another may work.
 * `mend`: somebody has to do something first. `message` is in the user's language; `trouble` says what the folder has against it.
 */
export class DownloadError extends Error {
  override readonly name = 'DownloadError';
  readonly remedy: 'later' | 'freshUrl' | 'mend';
  readonly trouble: FolderTrouble | undefined;

  constructor(
    remedy: 'later' | 'freshUrl' | 'mend',
    message: string,
    { trouble, ...options }: ErrorOptions & { readonly trouble?: FolderTrouble } = {},
  ) {
    super(message, options);
    this.remedy = remedy;
    this.trouble = trouble;
  }
}
