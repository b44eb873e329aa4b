import type { OpenFile } from './byteSource.ts';

/** A file on a file system that gives files only whole: it is read when something of it is wanted, once. */
export function wholeFile(size: number, modified: number, readWhole: () => Promise<Uint8Array>): OpenFile {
  let reading: Promise<Uint8Array> | undefined;
  const whole = (): Promise<Uint8Array> => (reading ??= readWhole());
  return {
    size,
    modified,
    read: async (start, end) => (await whole()).subarray(start, end),
    async *pieces() {
      yield await whole();
    },
    close: () => Promise.resolve(),
  };
}

/** Bytes that are here already, as a file. */
export function memoryFile(bytes: Uint8Array, modified: number): OpenFile {
  return wholeFile(bytes.length, modified, () => Promise.resolve(bytes));
}
