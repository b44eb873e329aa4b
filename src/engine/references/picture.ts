import * as l10n from '@vscode/l10n';
import type { Transport } from '../api/transport.ts';
import { probe } from './probe.ts';
import { Unfetchable } from './unfetchable.ts';

/** A picture that was looked at and may be shown. */
export interface Picture {
  readonly mime: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The largest picture that is loaded only to be shown small, bytes. */
export const maxPictureBytes = 20 * 1024 * 1024;

const waitForPicture = 15_000;

/** Pictures that are shown, by how their files begin; what the name says does not count. */
const formats: readonly (readonly [mime: string, matches: (start: string) => boolean])[] = [
  ['image/jpeg', (start) => start.startsWith('\xff\xd8\xff')],
  ['image/png', (start) => start.startsWith('\x89PNG\r\n\x1a\n')],
  ['image/gif', (start) => start.startsWith('GIF87a') || start.startsWith('GIF89a')],
  ['image/webp', (start) => start.startsWith('RIFF') && start.slice(8, 12) === 'WEBP'],
  ['image/bmp', (start) => start.startsWith('BM')],
];

/** The picture in these bytes. Throws an `Error` in the user's language where they are none, or more than `limit`. */
export function pictureOf(bytes: Uint8Array, limit = maxPictureBytes): Picture {
  if (bytes.length > limit) throw new Error(l10n.t('too large to be shown'));
  const start = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  const mime = formats.find(([, matches]) => matches(start))?.[0];
  if (mime === undefined) throw new Error(l10n.t('not a picture'));
  return { mime, bytes: new Uint8Array(bytes) };
}

/**
 * Fetches a picture to be shown, in one request of a stranger. `origin` is the service's own, as for `probe`. Rejects with an
 * `Error` in the user's language that is short enough for the picture's place.
 */
export async function fetchPicture(url: string, origin: string, transport: Transport): Promise<Picture> {
  return pictureOf(await fetchSome(url, origin, transport));
}

async function fetchSome(url: string, origin: string, transport: Transport): Promise<Uint8Array> {
  // One byte too many tells that there are more.
  const beginning = maxPictureBytes + 1;
  try {
    const source = await probe(url, { transport, origin, signal: AbortSignal.timeout(waitForPicture), beginning });
    return await source.read(0, beginning);
  } catch (error) {
    throw new Error(inShort(error), { cause: error });
  }
}

function inShort(error: unknown): string {
  if (!(error instanceof Unfetchable)) return l10n.t('cannot be reached');
  if (error.status !== undefined) return l10n.t('the host answered {0}', error.status);
  if (error.kind === 'notPublic') return l10n.t('not a public https:// address');
  return error.kind === 'page' ? l10n.t('not a picture') : l10n.t('cannot be reached');
}
