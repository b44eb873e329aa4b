import { open } from 'node:fs/promises';
import type { OpenFile } from './byteSource.ts';

/** Opens a file of this machine's disk. Rejects where it cannot be read, or is no file. */
export async function openDiskFile(path: string): Promise<OpenFile> {
  const handle = await open(path, 'r');
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw new Error(`${path} is no file`);
    const { size, mtimeMs: modified } = stats;
    return {
      size,
      modified,
      async read(start, end) {
        const buffer = Buffer.alloc(Math.max(0, Math.min(end, size) - start));
        const { bytesRead } = await handle.read(buffer, 0, buffer.length, start);
        return buffer.subarray(0, bytesRead);
      },
      pieces: () => handle.createReadStream({ start: 0, autoClose: false, highWaterMark: pieceBytes }),
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** Large enough that a fast disk and a fast line are not slowed down by our steps, bytes. */
const pieceBytes = 256 * 1024;
