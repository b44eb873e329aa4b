import { open } from 'node:fs/promises';

/** The first 16 bytes of a file, one character a byte; fewer where it is shorter. */
export async function fileHead(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(16), 0, 16, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await file.close();
  }
}
