import type { ByteSource } from '../byteSource.ts';
import { readExif } from './exif.ts';
import { readJpegHeader } from './jpeg.ts';
import { pngExif, webpExif, type ExifBlock } from './pictureExif.ts';
import type { Size } from './size.ts';

/** What the header of a picture says. */
export interface PictureFacts extends Partial<Size> {
  /** Its EXIF data turns or mirrors it where it is shown. */
  readonly rotated: boolean;
  /** Its EXIF data says where it was taken. */
  readonly located: boolean;
}

/** Reads the header of a picture of this MIME type; width and height are as it is shown. Rejects where it cannot be read. */
export async function readPicture(mime: string, beginning: Uint8Array, source: ByteSource): Promise<PictureFacts> {
  const { size, exif } = await header(mime, beginning, source);
  if (exif === undefined) return { ...(size && shown(size, 1)), rotated: false, located: false };
  const { orientation, located } = readExif(exif.bytes);
  const turn = exif.heeded ? orientation : 1;
  return { ...(size && shown(size, turn)), rotated: turn !== 1, located };
}

interface Header {
  /** As stored. */
  readonly size?: Size | undefined;
  readonly exif?: ExifBlock | undefined;
}

async function header(mime: string, beginning: Uint8Array, source: ByteSource): Promise<Header> {
  // image-size wants a JPEG whole up to its frame, which can be behind megabytes of profiles and previews.
  if (mime === 'image/jpeg') {
    const { size, exif } = await readJpegHeader(source);
    return { size, exif: exif && { bytes: exif, heeded: true } };
  }
  const size = await sizeOf(beginning);
  return { size, exif: await exifBlocks[mime]?.(source).catch(() => undefined) };
}

const exifBlocks: Readonly<Record<string, (source: ByteSource) => Promise<ExifBlock | undefined>>> = {
  'image/png': pngExif,
  'image/webp': webpExif,
};

/** The longest of the headers that image-size reads, bytes; it takes what is missing of them for zeros. */
const shortest = 32;

async function sizeOf(beginning: Uint8Array): Promise<Size | undefined> {
  if (beginning.length < shortest) return undefined;
  const { imageSize } = await import('image-size');
  try {
    const { width, height } = imageSize(beginning);
    return { width, height };
  } catch {
    return undefined;
  }
}

/** From 5 on, what is stored lies on its side. */
function shown({ width, height }: Size, orientation: number): Partial<Size> {
  if (!(width > 0 && height > 0)) return {};
  return orientation >= 5 ? { width: height, height: width } : { width, height };
}
