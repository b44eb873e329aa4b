import type { ByteSource } from '../byteSource.ts';
import { riffChunks } from './riff.ts';

/** The duration of a WAV, s, or undefined where its header does not say. */
export async function wavSeconds(source: ByteSource): Promise<number | undefined> {
  let bytesPerSecond = 0;
  for await (const { id, start, length } of riffChunks(source)) {
    if (id === 'fmt ') {
      const format = Buffer.from(await source.read(start, start + 12));
      bytesPerSecond = format.length === 12 ? format.readUInt32LE(8) : 0;
    }
    if (id !== 'data') continue;
    // Who writes into a pipe does not know the length beforehand, and writes none or the largest.
    const rest = source.size === undefined ? length : source.size - start;
    const bytes = length === 0 ? rest : Math.min(length, rest);
    return bytesPerSecond > 0 && bytes > 0 ? bytes / bytesPerSecond : undefined;
  }
  return undefined;
}
