import { open, type FileHandle } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import { errors, type Dispatcher } from 'undici';
import { isFetchable } from '../../shared/url.ts';
import type { Transport } from '../api/transport.ts';
import { clipEnding, formatBytes } from './clipFormat.ts';
import { DownloadError } from './downloadError.ts';
import { beyond } from './beyond.ts';
import { PieceWriter } from './pieceWriter.ts';

const maxRedirects = 5;

/** A transfer that was cut is taken up again this often in one try, as long as each brings something. */
const maxResumes = 20;

/** A transfer that brings less than this in the time for a reply (two minutes) stands in the way of others. */
const leastBytes = 64 * 1024;

/** So many of the bytes that are there are asked for again where no tag tells that the file is the same still. */
const overlapBytes = 4096;

/** Thrown out of a transfer that trickles. */
class TooSlow extends Error {}

/** Thrown out of a transfer of another file than that of which a part is there. */
class OtherFile extends Error {}

/**
 * Brings the clip at `url` into the file at `path`, going on behind the bytes that are there already where they are of the same
 * file. What does not begin as a video is not fetched to its end. Every redirect is held against the rule for media of strangers:
 * HTTPS to a public host, or `origin` itself where that is this machine. No key is sent.
 * Returns the file's size in bytes. Rejects with `DownloadError`, the file system's own error, or the signal's reason.
 */
export async function fetchFile(
  url: string,
  path: string,
  origin: string,
  transport: Transport,
  signal: AbortSignal,
): Promise<number> {
  const file = await open(path, 'a+');
  try {
    let etag: string | undefined;
    for (let resumes = 0; ; resumes++) {
      const before = (await file.stat()).size;
      const known = etag === undefined ? await lastBytes(file, before) : Buffer.alloc(0);
      const from = before - known.length;
      const response = await request(url, from, etag, origin, transport, signal);
      etag = strongEtag(response.headers['etag']);
      if (before > 0 && hasNoMore(response, before)) {
        drop(response);
        return before;
      }
      const total = begin(response, from);
      const isWhole = total.restart || before === 0;
      let received = before;
      const writer = new PieceWriter(file);
      let arrived = 0;
      let mark = 0;
      const pace = setInterval(() => {
        if (arrived - mark < leastBytes) response.body.destroy(new TooSlow());
        mark = arrived;
      }, transport.limits.reply);
      try {
        const body = counted(response.body, (length) => (arrived += length));
        const pieces = isWhole
          ? beyond(checked(body, undefined), file, before, (place) => (received = place))
          : checked(body, known);
        for await (const piece of pieces) {
          received += piece.length;
          await writer.add(piece);
        }
        await writer.flush();
        if (total.size !== undefined && received !== total.size) throw new DownloadError('later', cutShort());
        await file.sync();
        return received;
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof OtherFile && resumes < maxResumes) {
          await file.truncate(0);
          etag = undefined;
          continue;
        }
        if (error instanceof DownloadError && error.remedy === 'freshUrl') throw error;
        if (error instanceof TooSlow)
          throw new DownloadError('later', l10n.t('The clip’s host sends hardly anything.'), { cause: error });
        const wasCut = error instanceof DownloadError || error instanceof errors.UndiciError || isSocketError(error);
        if (!wasCut) throw error;
        if (received <= before || resumes >= maxResumes) throw new DownloadError('later', cutShort(), { cause: error });
      } finally {
        clearInterval(pace);
        // What came before a cut is taken up; what could not be written was told already.
        await writer.flush().catch(() => undefined);
      }
    }
  } finally {
    await file.close();
  }
}

async function lastBytes(file: FileHandle, size: number): Promise<Buffer> {
  const bytes = Buffer.alloc(Math.min(size, overlapBytes));
  await file.read(bytes, 0, bytes.length, size - bytes.length);
  return bytes;
}

/**
 * The pieces of a body without the bytes that are there (`known`), which must come first. Where nothing is known yet, they must begin as
 * a video does: a host that has the clip no more may say so with a page, of any length.
 */
async function* checked(body: AsyncIterable<Buffer>, known: Buffer | undefined): AsyncGenerator<Buffer> {
  const wanted = known?.length ?? formatBytes;
  let start: Buffer | undefined = Buffer.alloc(0);
  for await (const piece of piecesOf(body)) {
    if (start === undefined) yield piece;
    else {
      start = Buffer.concat([start, piece]);
      if (start.length < wanted) continue;
      if (known === undefined && clipEnding(start) === undefined) throw notVideo();
      if (known !== undefined && !start.subarray(0, wanted).equals(known)) throw new OtherFile();
      const behind = start.subarray(known?.length ?? 0);
      if (behind.length > 0) yield behind;
      start = undefined;
    }
  }
  // What is shorter than any video is looked at by whoever asked for it.
  if (start !== undefined && known === undefined) yield start;
}

async function* counted(body: AsyncIterable<Buffer>, count: (length: number) => void): AsyncGenerator<Buffer> {
  for await (const piece of body) {
    count(piece.length);
    yield piece;
  }
}

/** What ends a transfer is of the network, whatever code it has: a folder's troubles come from our own writing alone. */
async function* piecesOf(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* body;
  } catch (error) {
    if (error instanceof TooSlow || error instanceof errors.UndiciError) throw error;
    throw new DownloadError('later', cutShort(), { cause: error });
  }
}

/** What came is no video: this URL is over. */
export function notVideo(): DownloadError {
  return new DownloadError('freshUrl', l10n.t('What the service gave is not a video.'));
}

/** The host says that the file ends where ours does: what it first said of its length was wrong. */
function hasNoMore(response: Dispatcher.ResponseData, have: number): boolean {
  return response.statusCode === 416 && response.headers['content-range'] === `bytes */${have}`;
}

/** Ends a reply whose body nobody wants: reading it to its end could take for ever. */
function drop({ body }: Dispatcher.ResponseData): void {
  body.on('error', () => undefined).destroy();
}

/** What the reply brings: the whole size where it is known, and whether the file begins anew. */
function begin(response: Dispatcher.ResponseData, have: number): { size?: number; restart: boolean } {
  const length = Number(response.headers['content-length']);
  if (response.statusCode === 200) return { restart: true, ...(Number.isSafeInteger(length) && { size: length }) };
  const range = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(String(response.headers['content-range'] ?? ''));
  if (response.statusCode === 206 && range !== null && Number(range[1]) === have) {
    return { restart: false, ...(range[3] !== '*' && { size: Number(range[3]) }) };
  }
  drop(response);
  throw refused(response.statusCode);
}

async function request(
  url: string,
  have: number,
  etag: string | undefined,
  origin: string,
  transport: Transport,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> {
  let target = url;
  for (let redirects = 0; redirects <= maxRedirects; redirects++) {
    if (!isFetchable(target, origin))
      throw new DownloadError(
        'freshUrl',
        l10n.t('The clip is at an address that is not allowed: it must be public and https.'),
      );
    const { origin: host, pathname, search } = new URL(target);
    const response = await transport
      .pooled(host, host === origin ? 'service' : 'foreign')
      .request({
        origin: host,
        path: pathname + search,
        method: 'GET',
        // Asked for from 0 too: a reply of 206 tells that a cut transfer can be taken up.
        headers: { range: `bytes=${have}-`, ...(etag !== undefined && have > 0 && { 'if-range': etag }) },
        signal,
      })
      .catch((cause: unknown) => {
        signal.throwIfAborted();
        throw new DownloadError('later', l10n.t('The clip’s host cannot be reached.'), { cause });
      });
    const location = response.headers['location'];
    if (response.statusCode < 300 || response.statusCode >= 400 || typeof location !== 'string') return response;
    drop(response);
    if (!URL.canParse(location, target))
      throw new DownloadError('freshUrl', l10n.t('The clip’s host sent us to an address that is none.'));
    target = new URL(location, target).href;
  }
  throw new DownloadError('freshUrl', l10n.t('The clip’s host sent us from address to address without end.'));
}

/** Refusals that the same request may not meet again: timeout, too early, too many. RFC 9110, 8470, 6585. */
const later = [408, 425, 429];

function refused(status: number): DownloadError {
  const message = l10n.t('The clip’s host answered {0}.', status);
  // Hosts have many words for a link that is over (S3's and Google's with a token that is too old: 400), but few for "later".
  const isLater = status < 400 || status >= 500 || later.includes(status);
  // A part that does not fit what we have (a wrong range) is over too: the next try begins anew.
  return new DownloadError(isLater && status !== 206 ? 'later' : 'freshUrl', message);
}

function cutShort(): string {
  return l10n.t('The connection to the clip’s host broke off.');
}

function isSocketError(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    ['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ECONNABORTED'].includes(String(error.code))
  );
}

/** A weak tag may stay while bytes change, so it cannot guard a resume. */
function strongEtag(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' && header.startsWith('"') ? header : undefined;
}
