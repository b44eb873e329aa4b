/** Bytes that can be read here and there: an open file, or what a URL leads to. */
export interface ByteSource {
  /** Bytes altogether; undefined where the host does not say. */
  readonly size: number | undefined;
  /** The bytes from `start` (counted from 0), up to but without `end`; fewer where it ends before. Rejects where they cannot be read. */
  read(start: number, end: number): Promise<Uint8Array>;
}

/** A file that is open for reading. It was of this size and this old when it was opened. */
export interface OpenFile extends ByteSource {
  readonly size: number;
  /** Ms since 1970. */
  readonly modified: number;
  /** All of it in order, piece by piece, never whole in memory where its file system allows. */
  pieces(): AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}
