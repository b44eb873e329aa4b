import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { Fault, Reply } from '../support/faults/fault.ts';
import { Random } from '../support/faults/random.ts';

/** A service at which every POST meets the same fault. */
export interface FaultyServer {
  readonly origin: string;
  /** How many POSTs came; where a connection ends before a byte of it is read, how many connections. */
  readonly posts: () => number;
  close(): Promise<void>;
}

/** What it would answer to a create, in the words of each of the services that its clients are made for. */
const accepted = {
  ...{ success: true, id: 'req_1', requestId: 'req_1', request_id: 'req_1', status: 'queued' },
  data: { requestId: 'req_1', status: 'queued' },
};

const reply: Reply = {
  status: 200,
  headers: { 'content-type': 'application/json', 'content-length': String(JSON.stringify(accepted).length) },
  body: Buffer.from(JSON.stringify(accepted)),
};

/** Starts one on this machine. Whatever else is asked of it is not there. */
export async function startFaultyServer(fault: Fault): Promise<FaultyServer> {
  let posts = 0;
  let origin = '';
  const sockets = new Set<Socket>();
  const random = new Random(1);
  const http = createHttpServer((request, response) => void answer(request, response));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST') {
      response.writeHead(404).end();
      return;
    }
    posts++;
    const scene = { request, response, socket: request.socket, random, origin };
    if (fault.reach === 'head') fault.act(scene);
    if (fault.reach !== 'body' && fault.reach !== 'service') return;
    // The client may go in the middle of it: then it has met its fault.
    await once(request.resume(), 'end').then(
      () => (fault.reach === 'service' ? fault.act(scene, reply) : fault.act(scene)),
      () => undefined,
    );
  }

  const port = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    // A reset is what this server is for.
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    if (fault.reach === 'connection') {
      posts++;
      fault.act(socket);
    } else http.emit('connection', socket);
  });
  await once(port.listen(0, '127.0.0.1'), 'listening');
  origin = `http://127.0.0.1:${(port.address() as AddressInfo).port}`;
  return {
    origin,
    posts: () => posts,
    async close() {
      const closed = once(port.close(), 'close');
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
