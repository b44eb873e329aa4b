import { open } from 'node:fs/promises';

/**
 * True where the file at `path` is an MP4 or QuickTime file (ISO/IEC 14496-12) that surely ends too early: its boxes do not end where
 * it does, or the movie's header or its media are missing. A host that says no length, or a wrong one, hides that a transfer was cut.
 */
export async function isCut(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const head = Buffer.alloc(16);
    const seen = new Set<string>();
    const lacks = (): boolean => !seen.has('moov') || !seen.has('mdat');
    let place = 0;
    while (place < size) {
      const { bytesRead } = await file.read(head, 0, 16, place);
      const type = head.toString('latin1', 4, 8);
      if (place === 0 && type !== 'ftyp') return false;
      if (bytesRead < 8) return true;
      seen.add(type);
      const short = head.readUInt32BE(0);
      // 0: to the end of the file, wherever that is. 1: the length follows in 64 bits.
      if (short === 0) return lacks();
      const length = short === 1 && bytesRead === 16 ? Number(head.readBigUInt64BE(8)) : short;
      if (length < 8) return true;
      place += length;
    }
    return place > size || lacks();
  } finally {
    await file.close();
  }
}
