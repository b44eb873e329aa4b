import { crc32 } from 'node:zlib';
import type { ByteSource } from '../../../../../src/engine/references/byteSource.ts';

/** What a picture's header says in these tests. */
export interface Header {
  readonly width: number;
  readonly height: number;
  readonly exif?: Buffer;
}

/** Headers of pictures as the formats' own papers describe them, without the picture. */
export const headers: Readonly<Record<'jpeg' | 'png' | 'webp' | 'gif' | 'bmp', (header: Header) => Buffer>> = {
  jpeg: ({ width, height, exif }) =>
    Buffer.concat([
      ascii('\xff\xd8'),
      segment(0xe0, ascii('JFIF\0\x01\x01\0\0\x01\0\x01\0\0')),
      ...(exif === undefined ? [] : [segment(0xe1, Buffer.concat([ascii('Exif\0\0'), exif]))]),
      segment(0xdb, Buffer.alloc(65)),
      segment(0xc0, Buffer.concat([u8(8), u16(height), u16(width), Buffer.from([3, 1, 34, 0, 2, 17, 1, 3, 17, 1])])),
      segment(0xda, Buffer.from([3, 1, 0, 2, 17, 3, 17, 0, 63, 0])),
      ascii('\xff\xd9'),
    ]),
  png: ({ width, height, exif }) =>
    Buffer.concat([
      ascii('\x89PNG\r\n\x1a\n'),
      chunk('IHDR', Buffer.concat([u32(width), u32(height), Buffer.from([8, 2, 0, 0, 0])])),
      ...(exif === undefined ? [] : [chunk('eXIf', exif)]),
      chunk('IDAT', Buffer.alloc(20)),
      chunk('IEND', Buffer.alloc(0)),
    ]),
  webp: ({ width, height, exif }) =>
    riff('WEBP', [
      ['VP8X', Buffer.concat([u32le(exif === undefined ? 0 : 8), u24le(width - 1), u24le(height - 1)])],
      ['VP8L', Buffer.alloc(33)],
      ...(exif === undefined ? [] : ([['EXIF', exif]] as const)),
    ]),
  gif: ({ width, height }) => Buffer.concat([ascii('GIF89a'), u16le(width), u16le(height), Buffer.alloc(25)]),
  bmp: ({ width, height }) =>
    Buffer.concat([
      ascii('BM'),
      u32le(54),
      u32le(0),
      u32le(54),
      u32le(40),
      u32le(width),
      u32le(-height >>> 0),
      Buffer.alloc(28),
    ]),
};

/** An EXIF block that turns the picture, and that says where it was taken. */
export function exif({ orientation = 1, located = false, little = false }): Buffer {
  const [short, long] = little ? [u16le, u32le] : [u16, u32];
  const entry = (tag: number, type: number, count: number, value: Buffer): Buffer =>
    Buffer.concat([short(tag), short(type), long(count), value, Buffer.alloc(4 - value.length)]);
  const entries = [entry(0x0112, 3, 1, short(orientation)), ...(located ? [entry(0x8825, 4, 1, long(60))] : [])];
  const main = Buffer.concat([short(entries.length), ...entries, long(0)]);
  const degrees = Buffer.concat([52, 1, 30, 1, 0, 1].map(long));
  const gps = Buffer.concat([
    short(2),
    entry(1, 2, 2, ascii('N\0')),
    entry(2, 5, 3, long(60 + 2 + 24 + 4)),
    long(0),
    degrees,
  ]);
  const block = Buffer.concat([ascii(little ? 'II' : 'MM'), short(42), long(8), main]);
  return located ? Buffer.concat([block, Buffer.alloc(60 - block.length), gps]) : block;
}

/** A segment of a JPEG. */
export function segment(marker: number, content: Buffer): Buffer {
  return Buffer.concat([u8(0xff), u8(marker), u16(content.length + 2), content]);
}

/** A chunk of a PNG. */
export function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([ascii(type), content]);
  return Buffer.concat([u32(content.length), body, u32(crc32(body))]);
}

/** A RIFF file of these chunks. */
export function riff(form: string, chunks: readonly (readonly [id: string, content: Buffer])[]): Buffer {
  const body = chunks.map(([id, content]) =>
    Buffer.concat([ascii(id), u32le(content.length), content, Buffer.alloc(content.length % 2)]),
  );
  const all = Buffer.concat([ascii(form), ...body]);
  return Buffer.concat([ascii('RIFF'), u32le(all.length), all]);
}

/** A box of an MP4. */
export function box(type: string, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([u32(body.length + 8), ascii(type), body]);
}

/** An MP4's `moov` of this duration, shown in this size; `turned` stores it lying on its side, as phones do. */
export function movie({
  seconds = 5,
  width = 640,
  height = 360,
  turned = false,
  long = false,
  more = box('free'),
}): Buffer {
  const time = (value: number): Buffer => (long ? Buffer.concat([u32(0), u32(value)]) : u32(value));
  const matrix = (
    turned ? [0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000] : [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000]
  ).map((value) => u32(value >>> 0));
  const version = u32(long ? 0x01000000 : 0);
  const mvhd = box('mvhd', version, time(0), time(0), u32(600), time(seconds * 600), Buffer.alloc(80));
  const tkhd = (w: number, h: number): Buffer =>
    box(
      'tkhd',
      version,
      time(0),
      time(0),
      u32(1),
      u32(0),
      time(seconds * 600),
      Buffer.alloc(16),
      ...matrix,
      u32(w << 16),
      u32(h << 16),
    );
  const [w, h] = turned ? [height, width] : [width, height];
  return box('moov', mvhd, box('trak', tkhd(0, 0)), box('trak', box('edts'), tkhd(w, h), more));
}

export const ftyp = box('ftyp', ascii('isom'), u32(512), ascii('isommp41'));

/** Bytes that are all here, and how many of them were read. */
export function source(
  bytes: Uint8Array,
  size: number | undefined = bytes.length,
): ByteSource & { readonly taken: () => number } {
  let taken = 0;
  return {
    size,
    taken: () => taken,
    read(start, end) {
      const part = bytes.subarray(start, end);
      taken += part.length;
      return Promise.resolve(part);
    },
  };
}

/** Numbers from 0 up to 1 that are the same at each run (mulberry32). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function ascii(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

export function u32(value: number): Buffer {
  return Buffer.from([value >>> 24, value >>> 16, value >>> 8, value]);
}

export function u32le(value: number): Buffer {
  return u32(value).reverse();
}

function u8(value: number): Buffer {
  return Buffer.from([value]);
}

function u16(value: number): Buffer {
  return Buffer.from([value >>> 8, value]);
}

function u16le(value: number): Buffer {
  return u16(value).reverse();
}

function u24le(value: number): Buffer {
  return u32le(value).subarray(0, 3);
}
