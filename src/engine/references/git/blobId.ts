import { createHash } from 'node:crypto';
import type { OpenFile } from '../byteSource.ts';

/**
 * The id that git gives to a file's bytes, in the hash of an id it is to be held against: SHA-1 (40 digits) or SHA-256 (64). A file
 * that git would filter on its way in (line ends, LFS) has another id than its blob, as it should: its bytes are others.
 */
export async function blobId(file: OpenFile, like: string, signal: AbortSignal): Promise<string> {
  const hash = createHash(like.length === 64 ? 'sha256' : 'sha1').update(`blob ${file.size}\0`);
  for await (const piece of file.pieces()) {
    signal.throwIfAborted();
    hash.update(piece);
  }
  return hash.digest('hex');
}
