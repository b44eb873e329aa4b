import { Readable } from 'node:stream';
import { fileHead } from './fileHead.ts';
import type { Folders } from './folders.ts';
import { isOnThisMachine } from './mediaUrl.ts';
import { pictureAt } from './picture.ts';
import { storeUpload, uploadPath } from './uploads.ts';

/** ms for one reference. */
const patience = 60_000;

/** MP4 and its kin, MP3 with or without a tag, WAV. */
const motionOrSound = /^(.{4}(ftyp|moov|mdat|wide)|ID3|\xff[\xe2-\xff]|RIFF.{4}WAVE)/s;

/** A reference that could not be had, with the reason in the words of a log. */
export class MediaUnreachable extends Error {
  override readonly name = 'MediaUnreachable';
}

/**
 * Fetches a reference as a service does that nobody has let in: one GET without credentials that follows no redirect. Only this
 * machine is asked. HTTPS is checked against Node's default list of certificate authorities.
 *
 * @returns the SHA-256 by which the file is kept, like that of an upload.
 * @throws MediaUnreachable where the host does not hand out media, the signal's reason where it was aborted.
 */
export async function fetchMedia(folders: Folders, url: string, signal: AbortSignal): Promise<string> {
  if (!isOnThisMachine(url)) throw new MediaUnreachable('the sandbox does not leave this machine');
  const sha256 = await get(folders, url, AbortSignal.any([signal, AbortSignal.timeout(patience)])).catch(
    (error: unknown) => {
      signal.throwIfAborted();
      throw error instanceof MediaUnreachable ? error : new MediaUnreachable(reason(error), { cause: error });
    },
  );
  const path = uploadPath(folders, sha256);
  if ((await pictureAt(path)) === undefined && !motionOrSound.test(await fileHead(path))) {
    throw new MediaUnreachable('its bytes are no image, video or audio');
  }
  return sha256;
}

async function get(folders: Folders, url: string, signal: AbortSignal): Promise<string> {
  const response = await fetch(url, { redirect: 'manual', signal });
  const { status, headers, body } = response;
  const type = headers.get('content-type') ?? '';
  try {
    if (![200, 206].includes(status)) throw new MediaUnreachable(`the host answered ${status}`);
    if (/\bhtml\b/i.test(type)) throw new MediaUnreachable(`the host answered with a page (${type})`);
    if (body === null) throw new MediaUnreachable('the host answered with nothing');
    return await storeUpload(folders, Readable.fromWeb(body));
  } finally {
    if (body?.locked === false) await body.cancel();
  }
}

/** `fetch` puts what went wrong into the cause; of several addresses that refused, only the code says it. */
function reason(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return String(cause);
  return cause.message === '' && 'code' in cause ? String(cause.code) : cause.message;
}
