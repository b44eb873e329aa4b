import type { MediaKind } from '../../../shared/media.ts';
import type { ByteSource } from '../byteSource.ts';
import { formatOf } from './format.ts';
import { frugal } from './frugal.ts';
import { mp3Seconds } from './mp3.ts';
import { readMp4 } from './mp4.ts';
import { readPicture } from './picture.ts';
import { wavSeconds } from './wav.ts';

/** What a reference is in truth. What could not be read, or is not said, is left out. */
export interface MediaFacts {
  /** Bytes. */
  readonly size?: number;
  readonly mime?: string;
  /** As what the service takes it; left out where it does not. */
  readonly kind?: MediaKind;
  /** Short name of the format, never translated: "PNG", "HEIC", "HTML". */
  readonly format?: string;
  /** Name endings that promise this format, without the dot; left out where the service does not take it. */
  readonly endings?: readonly string[];
  /** It begins in no way that is known. Left out too where it could not be read. */
  readonly unknown?: true;
  /** Px, as shown: EXIF data that turns it is heeded. */
  readonly width?: number;
  readonly height?: number;
  /** EXIF data turns or mirrors it. */
  readonly rotated: boolean;
  /** EXIF data says where it was taken. */
  readonly located: boolean;
  readonly seconds?: number;
}

/** Reads what a file is from its bytes: a little of its beginning, and more only where its header is elsewhere. Never rejects. */
export async function readFacts(source: ByteSource): Promise<MediaFacts> {
  const { size } = source;
  const facts = { ...(size !== undefined && { size }), rotated: false, located: false };
  const careful = frugal(source);
  try {
    const beginning = await careful.read(0, beginningLength);
    if (beginning.length === 0) return { ...facts, size: 0 };
    const format = await formatOf(beginning);
    if (format === undefined) return { ...facts, unknown: true };
    const { name, mime, kind, endings } = format;
    const said = await readHeader(mime, beginning, careful).catch(() => ({}));
    return { ...facts, format: name, mime, ...(kind && { kind }), ...(endings && { endings }), ...said };
  } catch {
    return facts;
  }
}

/** As much as a probe of a URL has anyway, bytes. */
const beginningLength = 64 * 1024;

async function readHeader(mime: string, beginning: Uint8Array, source: ByteSource): Promise<Partial<MediaFacts>> {
  if (mime.startsWith('image/')) return readPicture(mime, beginning, source);
  if (mime.startsWith('video/')) return readMp4(source);
  const seconds = await durations[mime]?.(source);
  return seconds === undefined ? {} : { seconds };
}

const durations: Readonly<Record<string, (source: ByteSource) => Promise<number | undefined>>> = {
  'audio/mpeg': mp3Seconds,
  'audio/wav': wavSeconds,
};
