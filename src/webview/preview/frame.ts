import { frameOfElement } from './pictures/frameOfElement.ts';
import { Pictures } from './pictures/pictures.ts';

/**
 * The frame of the clip at `source` that is shown at a time in seconds, or its last frame, as a PNG at full size. It is decoded from the
 * file anew, so it is exact whatever the player shows at the moment. Rejects where the clip cannot be read or decoded, or when aborted.
 */
export async function frameAsPng(source: string, at: number | 'last', signal?: AbortSignal): Promise<Blob> {
  signal?.throwIfAborted();
  const pictures = new Pictures(source);
  const stop = (): void => pictures.close();
  signal?.addEventListener('abort', stop);
  try {
    return await pictures.ask({ type: 'png', at });
  } catch {
    signal?.throwIfAborted();
    // A browser may have a decoder for its own player alone, or none of our readers knows the file.
    return await frameOfElement(source, at);
  } finally {
    signal?.removeEventListener('abort', stop);
    pictures.close();
  }
}
