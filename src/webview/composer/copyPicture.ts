import type { PictureCopy } from '../../shared/problem.ts';

/** Where a format loses something: as little as can be seen. */
const quality = 0.95;

/**
 * A copy of a picture as a canvas makes it: upright whatever its EXIF says, of the size asked for, with nothing in it but the pixels.
 * Rejects where the browser cannot read the original or does not write that format.
 */
export async function copyPicture(
  original: Blob,
  { mime, width, height }: PictureCopy,
): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('no canvas');
  if (mime === 'image/jpeg') {
    // It knows no transparency, and would make it black.
    context.fillStyle = 'white';
    context.fillRect(0, 0, width, height);
  }
  context.imageSmoothingQuality = 'high';
  const bitmap = await createImageBitmap(original, { imageOrientation: 'from-image' });
  try {
    context.drawImage(bitmap, 0, 0, width, height);
  } finally {
    bitmap.close();
  }
  const copy = await canvas.convertToBlob({ type: mime, quality });
  // A format that the browser cannot write comes back as PNG.
  if (copy.type !== mime) throw new Error(`${mime} cannot be written`);
  return new Uint8Array(await copy.arrayBuffer());
}
