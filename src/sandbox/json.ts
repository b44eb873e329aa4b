import type { IncomingMessage, ServerResponse } from 'node:http';
import { invalid, Refusal } from './refusal.ts';

/** Bytes. Far above any prompt; not a documented limit. */
const maxBody = 1024 * 1024;

/**
 * The JSON body of a request.
 *
 * @throws Refusal: 415 for another content type, 413 above 1 MB, 400 for what is no JSON.
 */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
    throw new Refusal(415, 'unsupported_media_type', 'The Content-Type must be application/json.');
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    // The rest is read and dropped: a client that is still sending would see a reset connection, not the answer.
    if (size <= maxBody) chunks.push(chunk);
  }
  if (size > maxBody) throw new Refusal(413, 'payload_too_large', 'The request body is larger than 1 MB.');
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    throw invalid('The request body is not valid JSON.');
  }
}

export function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}
