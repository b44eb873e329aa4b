import type { Socket } from 'node:net';
import type { Fault, Reply, Scene, Step } from './fault.ts';

const asked: readonly Step[] = ['create', 'look', 'cancel'];
const all: readonly Step[] = [...asked, 'download'];

/** The head of a reply, written by hand. */
function head({ status, headers }: Reply): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} OK\r\n${lines.join('')}\r\n`;
}

/** Written out, then reset: what was written may or may not be read. */
function resetAfter(socket: Socket, bytes: string | Buffer): void {
  socket.write(bytes, () => socket.resetAndDestroy());
}

/** What a connection does to a request and its reply. */
export const connectionFaults: readonly Fault[] = [
  { name: 'connection refused', steps: all, reach: 'port', times: 1 },
  { name: 'connection refused three times', steps: all, reach: 'port', times: 3 },
  {
    name: 'reset before the request',
    steps: ['create'],
    reach: 'connection',
    act: (socket) => socket.resetAndDestroy(),
  },
  { name: 'closed before the request', steps: ['create'], reach: 'connection', act: (socket) => socket.resume().end() },
  { name: 'reset in the request', steps: asked, reach: 'head', act: ({ socket }) => socket.resetAndDestroy() },
  { name: 'reset after the request', steps: all, reach: 'body', act: ({ socket }) => socket.resetAndDestroy() },
  { name: 'closed after the request', steps: all, reach: 'body', act: ({ socket }) => socket.end() },
  { name: 'reset before the reply', steps: all, reach: 'service', act: ({ socket }) => socket.resetAndDestroy() },
  { name: 'closed before the reply', steps: all, reach: 'service', act: ({ socket }) => socket.end() },
  {
    name: 'reset in the head of the reply',
    steps: all,
    reach: 'service',
    act: ({ socket }, reply) => resetAfter(socket, head(reply).slice(0, 30)),
  },
  {
    name: 'reset in the reply',
    steps: asked,
    reach: 'service',
    act: ({ socket }, reply) => resetAfter(socket, head(reply) + reply.body.subarray(0, 20).toString()),
  },
  {
    name: 'closed in the reply',
    steps: asked,
    reach: 'service',
    act: ({ socket }, reply) => void socket.end(head(reply) + reply.body.subarray(0, 20).toString()),
  },
  {
    name: 'a chunk that never ends',
    steps: asked,
    reach: 'service',
    act: ({ socket }) => void socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nff\r\n{"success"'),
  },
  { name: 'no head of a reply, ever', steps: all, reach: 'service', act: () => undefined },
  {
    name: 'no body of a reply, ever',
    steps: all,
    reach: 'service',
    act: ({ socket }, reply) => void socket.write(head(reply)),
  },
  { name: 'one byte a second', steps: all, reach: 'service', act: trickle },
  { name: 'not HTTP', steps: all, reach: 'service', act: ({ socket }) => void socket.end('220 mail ready\r\n') },
  {
    name: 'a head of 200 KB',
    steps: all,
    reach: 'service',
    act: ({ socket }) => void socket.end(`HTTP/1.1 200 OK\r\nx-long: ${'a'.repeat(200_000)}\r\n\r\n`),
  },
];

/** As slow as can be without being silent. */
function trickle({ socket }: Scene, reply: Reply): void {
  socket.write(head(reply));
  let place = 0;
  const timer = setInterval(() => socket.write(reply.body.subarray(place, ++place)), 1000);
  socket.on('close', () => clearInterval(timer));
}
