import type { OpenFile } from './byteSource.ts';

/** An open file whose bytes are all here already: file systems that are no disk give them only whole. */
export function memoryFile(bytes: Uint8Array, modified: number): OpenFile {
  return {
    size: bytes.length,
    modified,
    read: (start, end) => Promise.resolve(bytes.subarray(start, end)),
    async *pieces() {
      yield await Promise.resolve(bytes);
    },
    close: () => Promise.resolve(),
  };
}
