/**
 * Why a download did not come through. `later`: it may by itself (network, server). `freshUrl`: this URL is over, another may work.
 * `mend`: somebody has to do something first. `message` is in the user's language.
 */
export class DownloadError extends Error {
  override readonly name = 'DownloadError';
  readonly remedy: 'later' | 'freshUrl' | 'mend';

  constructor(remedy: 'later' | 'freshUrl' | 'mend', message: string, options?: ErrorOptions) {
    super(message, options);
    this.remedy = remedy;
  }
}
