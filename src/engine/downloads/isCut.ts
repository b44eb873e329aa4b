import { open, type FileHandle } from 'node:fs/promises';

/**
 * True where the file at `path` surely ends too early: an MP4 or QuickTime file (ISO/IEC 14496-12), or a WebM one (RFC 8794), whose
 * parts do not end where it does, or lack the header or the media. A host that says no length, or a wrong one, hides that a transfer
 * was cut.
 */
export async function isCut(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const { bytes } = await read(file, 0);
    if (bytes.toString('latin1', 4, 8) === 'ftyp') return await isMovieCut(file, size);
    if (bytes.readUInt32BE(0) === ids.header) return await isWebmCut(file, size);
    return false;
  } finally {
    await file.close();
  }
}

/** Boxes, each with its length before it. */
async function isMovieCut(file: FileHandle, size: number): Promise<boolean> {
  const seen = new Set<string>();
  const lacks = (): boolean => !seen.has('moov') || !seen.has('mdat');
  let place = 0;
  while (place < size) {
    const { bytes, count } = await read(file, place);
    if (count < 8) return true;
    seen.add(bytes.toString('latin1', 4, 8));
    const short = bytes.readUInt32BE(0);
    // 0: to the end of the file, wherever that is. 1: the length follows in 64 bits.
    if (short === 0) return lacks();
    const length = short === 1 && count === 16 ? Number(bytes.readBigUInt64BE(8)) : short;
    if (length < 8) return true;
    place += length;
  }
  return place > size || lacks();
}

/** Of elements; a segment holds tracks and clusters of media (https://www.matroska.org/technical/elements.html). */
const ids = { header: 0x1a45dfa3, segment: 0x18538067, tracks: 0x1654ae6b, cluster: 0x1f43b675 };

/** Elements, each with its length before it; segments and clusters may say none, and are then looked into. */
async function isWebmCut(file: FileHandle, size: number): Promise<boolean> {
  const seen = new Set<number>();
  let place = 0;
  while (place < size) {
    const { bytes, count } = await read(file, place);
    const idLength = Math.clz32(bytes.readUInt8(0)) - 23;
    const lengthLength = Math.clz32(bytes.readUInt8(idLength % 16)) - 23;
    const head = idLength + lengthLength;
    if (idLength > 4 || lengthLength > 8 || head > count) return true;
    const id = bytes.readUIntBE(0, idLength);
    seen.add(id);
    // All ones: nobody knew the length as it was written.
    const length = BigInt.asUintN(7 * lengthLength, bytesToBigInt(bytes.subarray(idLength, head)));
    const isUnknown = length === (1n << BigInt(7 * lengthLength)) - 1n;
    if (!isUnknown && BigInt(place + head) + length > BigInt(size)) return true;
    const isLookedInto = id === ids.segment || (isUnknown && id === ids.cluster);
    if (isUnknown && !isLookedInto) return true;
    place += head + (isLookedInto ? 0 : Number(length));
  }
  return !seen.has(ids.tracks) || !seen.has(ids.cluster);
}

function bytesToBigInt(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString('hex')}`);
}

/** The 16 bytes at a place, as far as there are so many. */
async function read(file: FileHandle, place: number): Promise<{ readonly bytes: Buffer; readonly count: number }> {
  const bytes = Buffer.alloc(16);
  const { bytesRead } = await file.read(bytes, 0, 16, place);
  return { bytes, count: bytesRead };
}
