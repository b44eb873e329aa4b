import type { ByteSource } from '../byteSource.ts';
import { boxes, type Box } from './boxes.ts';
import type { Size } from './size.ts';

/** What the header of a clip says. */
export interface ClipFacts extends Partial<Size> {
  readonly seconds?: number;
}

/**
 * Reads the movie header and the track headers of an MP4 or QuickTime file (ISO/IEC 14496-12, 8.2 and 8.3), wherever in the file
 * they are. Not by a library: mediabunny builds the table of all samples before it tells a duration, and a file of 6 KB that claims
 * four thousand million of them took all memory of the process (tried).
 */
export async function readMp4(source: ByteSource): Promise<ClipFacts> {
  for await (const box of boxes(source, 0, source.size ?? Infinity)) {
    if (box.type === 'moov') return readMovie(source, box);
  }
  return {};
}

async function readMovie(source: ByteSource, movie: Box): Promise<ClipFacts> {
  let seconds: number | undefined;
  let largest: Size | undefined;
  for await (const { type, start, end } of boxes(source, movie.start, movie.end)) {
    if (type === 'mvhd') seconds = secondsOf(await bytes(source, start));
    if (type === 'trak') largest = larger(largest, await trackSize(source, start, end));
  }
  return { ...largest, ...(seconds !== undefined && { seconds }) };
}

/** More than any header that is read here. */
async function bytes(source: ByteSource, start: number): Promise<DataView> {
  const { buffer, byteOffset, byteLength } = await source.read(start, start + 128);
  return new DataView(buffer, byteOffset, byteLength);
}

/** Undefined where it is not known yet when the header was written, as in a fragmented file. */
function secondsOf(mvhd: DataView): number | undefined {
  if (mvhd.byteLength < 28) return undefined;
  const isLong = mvhd.getUint8(0) === 1;
  const timescale = mvhd.getUint32(isLong ? 20 : 12);
  const duration = isLong ? Number(mvhd.getBigUint64(24)) : mvhd.getUint32(16);
  const isUnknown = duration === 0 || duration >= (isLong ? 2 ** 64 : 2 ** 32 - 1);
  return timescale === 0 || isUnknown ? undefined : duration / timescale;
}

async function trackSize(source: ByteSource, from: number, to: number): Promise<Size | undefined> {
  for await (const { type, start } of boxes(source, from, to)) {
    if (type !== 'tkhd') continue;
    const tkhd = await bytes(source, start);
    const matrix = tkhd.byteLength > 0 && tkhd.getUint8(0) === 1 ? 52 : 40;
    if (tkhd.byteLength < matrix + 44) return undefined;
    const [width, height] = [tkhd.getUint16(matrix + 36), tkhd.getUint16(matrix + 40)];
    // Phones store upright clips lying on their side; the matrix says how they are shown.
    const isTurned = tkhd.getInt32(matrix) === 0 && tkhd.getInt32(matrix + 4) !== 0;
    return isTurned ? { width: height, height: width } : { width, height };
  }
  return undefined;
}

/** Tracks of sound have no size. */
function larger(one: Size | undefined, other: Size | undefined): Size | undefined {
  if (other === undefined || other.width * other.height === 0) return one;
  return one === undefined || other.width * other.height > one.width * one.height ? other : one;
}
