import * as l10n from '@vscode/l10n';
import { isFetchable } from '../../shared/url.ts';
import type { Transport } from '../api/transport.ts';

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

/** The picture in these bytes. Throws an `Error` in the user's language where they are none, or too many. */
export function pictureOf(bytes: Uint8Array): Picture {
  if (bytes.length > maxPictureBytes) throw new Error(l10n.t('too large to be shown'));
  const start = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  const mime = formats.find(([, matches]) => matches(start))?.[0];
  if (mime === undefined) throw new Error(l10n.t('not a picture'));
  return { mime, bytes: new Uint8Array(bytes) };
}

/**
 * Fetches a picture to be shown, from a public HTTPS host (or `origin` itself where that is this machine), without any key and
 * without following a redirect to another kind of place. Rejects with an `Error` in the user's language.
 */
export async function fetchPicture(url: string, origin: string, transport: Transport): Promise<Picture> {
  const signal = AbortSignal.timeout(waitForPicture);
  let target = url;
  for (let redirects = 0; redirects < 4; redirects++) {
    if (!isFetchable(target, origin)) throw new Error(l10n.t('not a public https:// address'));
    const { origin: host, pathname, search } = new URL(target);
    const response = await transport
      .pooled(host, host === origin ? 'service' : 'foreign')
      .request({ origin: host, path: pathname + search, method: 'GET', signal })
      .catch(unreachable);
    const location = response.headers['location'];
    if (
      response.statusCode >= 300 &&
      response.statusCode < 400 &&
      typeof location === 'string' &&
      URL.canParse(location, target)
    ) {
      await response.body.dump();
      target = new URL(location, target).href;
      continue;
    }
    if (response.statusCode !== 200) {
      await response.body.dump();
      throw new Error(l10n.t('the host answered {0}', response.statusCode));
    }
    return pictureOf(await readSome(response.body as AsyncIterable<Buffer>).catch(unreachable));
  }
  throw new Error(l10n.t('cannot be reached'));
}

function unreachable(cause: unknown): never {
  throw new Error(l10n.t('cannot be reached'), { cause });
}

/** Reads to the end, or to the first byte too many. */
async function readSome(body: AsyncIterable<Buffer>): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of body) {
    pieces.push(piece);
    length += piece.length;
    if (length > maxPictureBytes) break;
  }
  return Buffer.concat(pieces);
}
