import type { Dispatcher } from 'undici';
import { isReferenceable } from '../../shared/url.ts';
import type { Transport } from '../api/transport.ts';
import type { ByteSource } from './byteSource.ts';
import { isHtml } from './media/html.ts';
import { circling, notPublic, refused, Unfetchable, unreachable, webPage } from './unfetchable.ts';

/** How a URL is looked at. */
export interface ProbeOptions {
  readonly transport: Transport;
  /** The service's own: addresses of this machine count only where the service itself is on it. */
  readonly origin: string;
  /** Holds for later reads too. */
  readonly signal: AbortSignal;
  /** How much is fetched at once and kept, bytes. */
  readonly beginning?: number;
}

/** Enough for the header of nearly every picture and clip, bytes. */
const defaultBeginning = 64 * 1024;

/** For each request, ms. */
const timeLimit = 15_000;

const maxRedirects = 4;

/** What is kept of one URL at most, bytes: a host without ranges sends all from its beginning. */
const maxKept = 32 * 1024 * 1024;

/**
 * Fetches the beginning of what a URL leads to as the service would: without key or cookies, and from public hosts only. The
 * source fetches what else is read piece by piece. Rejects with `Unfetchable`, as do its reads, or with the signal's reason.
 */
export async function probe(url: string, options: ProbeOptions): Promise<ByteSource> {
  const { beginning = defaultBeginning } = options;
  const part = await get(url, { start: 0, end: beginning }, options);
  // An empty file has no ranges, and some hosts get them wrong: the service asks for the whole.
  const first = part?.ranged === true && part.bytes.length === 0 ? undefined : part;
  return new RemoteFile(first ?? (await getWhole(url, beginning, options)), options);
}

/** Some bytes of a reply, and what it says about the whole. */
interface Piece {
  /** Where redirects led to. */
  readonly url: string;
  readonly start: number;
  readonly bytes: Buffer;
  /** False where the host sends all from the beginning whatever is asked. */
  readonly ranged: boolean;
  readonly size: number | undefined;
}

class RemoteFile implements ByteSource {
  readonly size: number | undefined;
  readonly #options: ProbeOptions;
  #beginning: Piece;
  /** The last piece behind the beginning: who reads a header reads on. */
  #last: Piece | undefined;

  constructor(beginning: Piece, options: ProbeOptions) {
    this.#beginning = beginning;
    this.#options = options;
    this.size = beginning.size;
  }

  async read(start: number, end: number): Promise<Uint8Array> {
    const stop = Math.min(end, this.size ?? end);
    if (start >= stop) return new Uint8Array();
    if (stop - start > maxKept) throw new RangeError(`${stop - start} bytes at once`);
    const kept = [this.#beginning, this.#last].find((piece) => piece !== undefined && holds(piece, start, stop));
    const { start: from, bytes } = kept ?? (await this.#fetch(start, stop));
    return bytes.subarray(Math.max(0, start - from), Math.max(0, stop - from));
  }

  async #fetch(start: number, stop: number): Promise<Piece> {
    const { url, ranged, bytes } = this.#beginning;
    if (ranged) {
      const end = Math.min(Math.max(stop, start + defaultBeginning), this.size ?? Infinity);
      const piece = await get(url, { start, end }, this.#options);
      if (piece !== undefined) return (this.#last = piece);
    }
    if (stop > maxKept) throw new RangeError(`a host without ranges, and ${stop} bytes`);
    // Twice as much each time, so that reading on does not fetch the beginning over and over.
    const end = Math.min(Math.max(stop, 2 * bytes.length), maxKept);
    return (this.#beginning = await getWhole(url, end, this.#options));
  }
}

function holds({ start, bytes, size }: Piece, from: number, to: number): boolean {
  return from >= start && (to <= start + bytes.length || start + bytes.length === size);
}

/** The beginning of the whole, up to `end`. */
async function getWhole(url: string, end: number, options: ProbeOptions): Promise<Piece> {
  const piece = await get(url, { end }, options);
  if (piece === undefined) throw refused(new URL(url).host, 206);
  return piece;
}

/** Bytes from `start` (left out: no range is asked for), up to but without `end`. */
interface Range {
  readonly start?: number;
  readonly end: number;
}

/** One GET with its redirects. Undefined where the reply is not the range that was asked for. */
async function get(url: string, range: Range, options: ProbeOptions): Promise<Piece | undefined> {
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(timeLimit)]);
  let target = url;
  for (let redirects = 0; redirects <= maxRedirects; redirects++) {
    if (!isReferenceable(target, options.origin)) throw notPublic(placeOf(target));
    const { host } = new URL(target);
    try {
      const response = await request(target, range, signal, options);
      const { location } = response.headers;
      const isRedirect = [301, 302, 303, 307, 308].includes(response.statusCode);
      if (!isRedirect || typeof location !== 'string') return await pieceOf(response, target, range);
      drop(response);
      if (!URL.canParse(location, target)) break;
      target = new URL(location, target).href;
    } catch (cause) {
      options.signal.throwIfAborted();
      throw cause instanceof Unfetchable ? cause : unreachable(host, cause);
    }
  }
  throw circling(new URL(url).host);
}

function request(
  url: string,
  { start, end }: Range,
  signal: AbortSignal,
  { transport, origin: service }: ProbeOptions,
): Promise<Dispatcher.ResponseData> {
  const { origin, pathname, search } = new URL(url);
  return transport.pooled(origin, origin === service ? 'service' : 'foreign').request({
    origin,
    path: pathname + search,
    method: 'GET',
    // A compressed reply would have other bytes, and another size, than the file.
    headers: { 'accept-encoding': 'identity', ...(start !== undefined && { range: `bytes=${start}-${end - 1}` }) },
    signal,
  });
}

async function pieceOf(response: Dispatcher.ResponseData, url: string, range: Range): Promise<Piece | undefined> {
  const { statusCode: status, headers, body } = response;
  const { start = 0, end } = range;
  if (status === 206 && range.start !== undefined) {
    const part = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(String(headers['content-range']));
    if (part !== null && Number(part[1]) === start) {
      const bytes = await firstOf(body, end - start);
      if (start === 0) throwIfPage(url, headers['content-type'], bytes);
      return { url, start, bytes, ranged: true, size: sizeOf(part[2]) };
    }
  }
  if (status === 200 && start === 0) {
    const bytes = await firstOf(body, end);
    throwIfPage(url, headers['content-type'], bytes);
    const size = bytes.length < end ? bytes.length : sizeOf(headers['content-length']);
    return { url, start, bytes, ranged: false, size };
  }
  drop(response);
  if (status === 416) return { url, start, bytes: Buffer.alloc(0), ranged: true, size: undefined };
  if (status === 206 || status === 200) return undefined;
  throw refused(new URL(url).host, status);
}

/** Reads to the end, or as much as was asked for. */
async function firstOf(body: AsyncIterable<Buffer>, length: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let received = 0;
  for await (const piece of body) {
    pieces.push(piece);
    received += piece.length;
    if (received >= length) break;
  }
  return Buffer.concat(pieces).subarray(0, length);
}

/** What may be shown of an address: never its query, which may hold a signature. */
function placeOf(url: string): string {
  return (URL.canParse(url) && new URL(url).host) || url.replace(/[?#].*$/s, '').slice(0, 100);
}

function drop({ body }: Dispatcher.ResponseData): void {
  body.on('error', () => undefined).destroy();
}

function sizeOf(header: unknown): number | undefined {
  return /^\d{1,15}$/.test(String(header)) ? Number(header) : undefined;
}

/** Hosts call many a file a page, so what they say counts only where it looks like one. */
function throwIfPage(url: string, type: unknown, bytes: Buffer): void {
  const calledHtml = /^(text\/html|application\/xhtml\+xml)\b/i.test(String(type));
  if (isHtml(bytes, calledHtml)) throw webPage(new URL(url).host);
}
