import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { access, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Folders } from './folders.ts';
import { invalid, Refusal } from './refusal.ts';

/** Bytes. Not a rule of the service (its limits are not known): it keeps one mistake from filling the disk. */
const maxUpload = 512 * 1024 * 1024;

/** Where an upload lies, whether it exists or not. `sha256`: 64 hex digits. */
export function uploadPath(folders: Folders, sha256: string): string {
  return join(folders.media, sha256);
}

export async function hasUpload(folders: Folders, sha256: string): Promise<boolean> {
  return access(uploadPath(folders, sha256)).then(
    () => true,
    () => false,
  );
}

/**
 * Streams a body to disk and returns its SHA-256, the name it is kept by.
 *
 * @throws Refusal where it is empty (400) or too large (413).
 */
export async function storeUpload(folders: Folders, body: Readable): Promise<string> {
  const temporary = folders.temporaryFile();
  const hash = createHash('sha256');
  let size = 0;
  try {
    await pipeline(
      body,
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          size += chunk.length;
          if (size > maxUpload) throw new Refusal(413, 'payload_too_large', 'The file is larger than 512 MB.');
          hash.update(chunk);
          yield chunk;
        }
      },
      createWriteStream(temporary, { flags: 'wx' }),
    );
    if (size === 0) throw invalid('The file is empty.');
    const sha256 = hash.digest('hex');
    await rename(temporary, uploadPath(folders, sha256));
    return sha256;
  } finally {
    await rm(temporary, { force: true });
  }
}
