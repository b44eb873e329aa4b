import type { FileHandle } from 'node:fs/promises';

/**
 * What a body that begins at its file's start brings beyond the first `size` bytes, which are in `file` already. Where it differs from
 * them, or ends before they do, they are of another file: they are cut off from there (`onDiffers`), and the rest is brought.
 */
export async function* beyond(
  body: AsyncIterable<Buffer>,
  file: FileHandle,
  size: number,
  onDiffers: (place: number) => void,
): AsyncGenerator<Buffer> {
  let place = 0;
  for await (const piece of body) {
    // Who takes a piece may take its memory away.
    const { length } = piece;
    const there = Math.max(0, Math.min(length, size - place));
    if (there > 0 && !(await holds(file, place, piece.subarray(0, there)))) {
      await file.truncate(place);
      onDiffers(place);
      size = place;
      yield piece;
    } else if (there < length) yield piece.subarray(there);
    place += length;
  }
  if (place >= size) return;
  await file.truncate(place);
  onDiffers(place);
}

async function holds(file: FileHandle, place: number, bytes: Buffer): Promise<boolean> {
  const there = Buffer.alloc(bytes.length);
  const { bytesRead } = await file.read(there, 0, there.length, place);
  return bytesRead === bytes.length && there.equals(bytes);
}
