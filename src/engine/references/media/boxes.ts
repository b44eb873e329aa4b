import type { ByteSource } from '../byteSource.ts';

/** A box of an MP4 or QuickTime file (ISO/IEC 14496-12, 4.2). */
export interface Box {
  /** Four characters, Latin-1. */
  readonly type: string;
  /** Where its content begins and ends. */
  readonly start: number;
  readonly end: number;
  /** False where it does not say its length, or says one that does not fit. */
  readonly whole: boolean;
}

/** The boxes between `from` and `to`, in their order, as far as they can be read. */
export async function* boxes(source: ByteSource, from: number, to: number): AsyncGenerator<Box> {
  for (let place = from; place < to;) {
    const head = Buffer.from(await source.read(place, place + 16));
    if (head.length < 8) return;
    const length = head.readUInt32BE(0);
    const isLong = length === 1 && head.length === 16;
    const end = length === 0 ? to : place + (isLong ? Number(head.readBigUInt64BE(8)) : length);
    const start = place + (isLong ? 16 : 8);
    if (end < start || (isLong && !Number.isSafeInteger(end))) return;
    const type = head.toString('latin1', 4, 8);
    yield { type, start, end: Math.min(end, to), whole: length !== 0 && end <= to };
    place = end;
  }
}
