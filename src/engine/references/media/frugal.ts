import type { ByteSource } from '../byteSource.ts';

/** Enough for the headers of the strangest honest file. */
const maxReads = 256;
const maxLength = 256 * 1024;

/**
 * A source of which only so much can be read, each read and all together: a hostile file ends in an error, not in a long wait.
 * `timeLimit` is for all of the reads, ms.
 */
export function frugal(source: ByteSource, timeLimit = 20_000): ByteSource {
  const late = AbortSignal.timeout(timeLimit);
  const tooLate = new Promise<never>((_, reject) => {
    late.addEventListener('abort', () => reject(late.reason as Error), { once: true });
  });
  // Nobody may be waiting when the time is up.
  tooLate.catch(() => undefined);
  let reads = 0;
  return {
    size: source.size,
    async read(start, end) {
      reads++;
      if (reads > maxReads || end - start > maxLength) throw new RangeError('more to read than any header needs');
      return Promise.race([source.read(start, end), tooLate]);
    },
  };
}
