import type { ByteSource } from '../byteSource.ts';
import type { Size } from './size.ts';

/** What stands before the picture in a JPEG. */
export interface JpegHeader {
  /** As stored, not as shown. */
  readonly size?: Size;
  readonly exif?: Uint8Array;
}

/** Goes from segment to segment (ITU T.81, B.1) up to the one that begins the frame; large ones between are not read. */
export async function readJpegHeader(source: ByteSource): Promise<JpegHeader> {
  let exif: Uint8Array | undefined;
  for (let place = 2; ;) {
    const head = Buffer.from(await source.read(place, place + 10));
    if (head.length < 4 || head[0] !== 0xff) return { ...(exif && { exif }) };
    const marker = head.readUInt8(1);
    // Any number of these may fill up.
    if (marker === 0xff) {
      place++;
      continue;
    }
    const end = place + 2 + head.readUInt16BE(2);
    if (isFrame(marker) && head.length >= 9)
      return { size: { width: head.readUInt16BE(7), height: head.readUInt16BE(5) }, ...(exif && { exif }) };
    if (marker === 0xe1 && head.toString('latin1', 4) === 'Exif\0\0') exif ??= await source.read(place + 10, end);
    place = end;
  }
}

/** C0 to CF begin a frame, but for those that bring tables. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}
