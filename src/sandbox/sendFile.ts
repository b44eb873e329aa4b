import { open } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { parseRange } from './range.ts';

/**
 * Sends a file, or the range of it that was asked for: 200, 206 or 416, with a strong ETag that `If-Range` may name.
 *
 * @throws the file system's error where the file cannot be opened.
 */
export async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  contentType: string,
): Promise<void> {
  const file = await open(path);
  try {
    const { size, mtimeMs } = await file.stat();
    const etag = `"${size.toString(16)}-${Math.trunc(mtimeMs).toString(16)}"`;
    response.setHeader('Accept-Ranges', 'bytes').setHeader('ETag', etag);
    const isSameFile = [undefined, etag].includes(request.headers['if-range']?.toString());
    const range = isSameFile ? parseRange(request.headers.range, size) : undefined;
    if (range === 'unsatisfiable') {
      response.writeHead(416, { 'Content-Range': `bytes */${size}` }).end();
      return;
    }
    const { first, last } = range ?? { first: 0, last: size - 1 };
    const length = last - first + 1;
    response.writeHead(range === undefined ? 200 : 206, {
      'Content-Type': contentType,
      'Content-Length': length,
      ...(range !== undefined && { 'Content-Range': `bytes ${first}-${last}/${size}` }),
      'X-Content-Type-Options': 'nosniff',
    });
    await pipeline(file.createReadStream({ start: first, end: last, autoClose: false }), response);
  } finally {
    await file.close();
  }
}
