import type { ByteSource } from '../byteSource.ts';

/** A chunk of a RIFF file, the form of WebP and WAV. */
export interface Chunk {
  readonly id: string;
  /** Where its content begins. */
  readonly start: number;
  /** As it says itself, bytes; it may be cut. */
  readonly length: number;
}

/** The chunks of a RIFF file in their order, up to where it ends or makes no sense. Contents are not read. */
export async function* riffChunks(source: ByteSource): AsyncGenerator<Chunk> {
  for (let place = 12; ;) {
    const head = Buffer.from(await source.read(place, place + 8));
    if (head.length < 8) return;
    const length = head.readUInt32LE(4);
    yield { id: head.toString('latin1', 0, 4), start: place + 8, length };
    place += 8 + length + (length % 2);
  }
}
