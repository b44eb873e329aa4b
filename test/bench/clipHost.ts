// A host with clips of any size, in a process of its own: `/BYTES.mp4` is an MP4 of that size as far as its boxes go.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { answer, given } from './child.ts';

given();

const piece = Buffer.alloc(1_000_000, 7);

function* pieces(size: number): Generator<Buffer> {
  const start = Buffer.from('\0\0\0\x18ftypisom\0\0\0\0isommp42\0\0\0\x08moov\0\0\0\0mdat', 'latin1');
  start.writeUInt32BE(size - 32, 32);
  yield start;
  for (let left = size - start.length; left > 0; left -= piece.length) yield piece.subarray(0, left);
}

const server = createServer(({ url = '' }, response) => {
  const size = Number(/\d+/.exec(url)?.[0]);
  response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': size });
  void pipeline(Readable.from(pieces(size)), response).catch(() => undefined);
});
server.listen(0, '127.0.0.1', () => answer(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
