import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

/** Paints a picture of one colour (in ffmpeg's words); the file's extension says the format. Sizes in pixels. */
export function paint(file: string, colour: string, width: number, height: number): void {
  make(file, `color=${colour}:size=${width}x${height}`);
}

/** Makes a picture of noise, which takes about three bytes a pixel as PNG. */
export function paintNoise(file: string, width: number, height: number): void {
  make(file, `color=gray:size=${width}x${height},format=rgb24,noise=alls=100:allf=u`);
}

function make(file: string, source: string): void {
  execFileSync('ffmpeg', ['-v', 'error', '-y', '-f', 'lavfi', '-i', source, '-frames:v', '1', '-update', '1', file]);
}

/** Puts a place on earth into a JPEG, as a telephone does: a segment of Exif behind the start, with an IFD of GPS. */
export function addPlace(file: string): void {
  const exif = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), gpsTiff()]);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(exif.length + 2, 2);
  const picture = readFileSync(file);
  writeFileSync(file, Buffer.concat([picture.subarray(0, 2), head, exif, picture.subarray(2)]));
}

/** A little-endian TIFF of nothing but a place: 48° 30′ 0″ N, 9° 3′ 0″ E. */
function gpsTiff(): Buffer {
  const [gps, latitude, longitude] = [26, 80, 104];
  const tiff = Buffer.alloc(128);
  tiff.write('II*\0', 'latin1');
  tiff.writeUInt32LE(8, 4);
  const directory = (
    at: number,
    ...entries: readonly (readonly [tag: number, type: number, count: number, value: number])[]
  ): void => {
    tiff.writeUInt16LE(entries.length, at);
    for (const [index, [tag, type, count, value]] of entries.entries()) {
      const entry = at + 2 + index * 12;
      tiff.writeUInt16LE(tag, entry);
      tiff.writeUInt16LE(type, entry + 2);
      tiff.writeUInt32LE(count, entry + 4);
      tiff.writeUInt32LE(value, entry + 8);
    }
  };
  const [ascii, long, rational] = [2, 4, 5];
  directory(8, [0x8825, long, 1, gps]);
  const letter = (text: string): number => text.charCodeAt(0);
  directory(
    gps,
    [1, ascii, 2, letter('N')],
    [2, rational, 3, latitude],
    [3, ascii, 2, letter('E')],
    [4, rational, 3, longitude],
  );
  for (const [at, numbers] of [
    [latitude, [48, 30, 0]],
    [longitude, [9, 3, 0]],
  ] as const) {
    for (const [index, number] of numbers.entries()) {
      tiff.writeUInt32LE(number, at + index * 8);
      tiff.writeUInt32LE(1, at + index * 8 + 4);
    }
  }
  return tiff;
}
