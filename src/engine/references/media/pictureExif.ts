import type { ByteSource } from '../byteSource.ts';
import { riffChunks } from './riff.ts';

/** An EXIF block, and whether browsers turn the picture by it (tried in Chromium). */
export interface ExifBlock {
  readonly bytes: Uint8Array;
  readonly heeded: boolean;
}

/** The EXIF block of a PNG, or undefined where it has none. It is heeded where it stands before the picture. */
export async function pngExif(source: ByteSource): Promise<ExifBlock | undefined> {
  for (let place = 8; ;) {
    const head = Buffer.from(await source.read(place, place + 8));
    const type = head.toString('latin1', 4);
    if (head.length < 8 || type === 'IEND') return undefined;
    // The picture is in any number of pieces: what is behind them is looked for from the end.
    if (type === 'IDAT') return pngExifAtEnd(source);
    const length = head.readUInt32BE(0);
    if (type === 'eXIf') return { bytes: await source.read(place + 8, place + 8 + length), heeded: true };
    place += 12 + length;
  }
}

const endLength = 64 * 1024;

async function pngExifAtEnd(source: ByteSource): Promise<ExifBlock | undefined> {
  if (source.size === undefined) return undefined;
  const end = Buffer.from(await source.read(Math.max(8, source.size - endLength), source.size));
  const place = end.lastIndexOf('eXIf', undefined, 'latin1');
  if (place < 4) return undefined;
  const length = end.readUInt32BE(place - 4);
  if (place + 4 + length > end.length) return undefined;
  return { bytes: end.subarray(place + 4, place + 4 + length), heeded: false };
}

/** The EXIF block of a WebP, or undefined where it has none. Some writers put the mark of a JPEG before it. */
export async function webpExif(source: ByteSource): Promise<ExifBlock | undefined> {
  for await (const { id, start, length } of riffChunks(source)) {
    if (id !== 'EXIF') continue;
    const block = await source.read(start, start + length);
    const isMarked = Buffer.from(block.subarray(0, 6)).toString('latin1') === 'Exif\0\0';
    return { bytes: isMarked ? block.subarray(6) : block, heeded: false };
  }
  return undefined;
}
