import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { TestContext } from 'node:test';

/** A request as it arrived. */
export interface Arrived {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Answers one request. What it throws ends the connection. */
export type Handler = (request: Arrived, response: ServerResponse) => void | Promise<void>;

/** A server on a real socket of this machine that answers as a test wants it. */
export interface ScriptedServer {
  readonly origin: string;
  /** All that arrived, in order. */
  readonly requests: readonly Arrived[];
  /** Connections that were ever opened. */
  readonly connections: () => number;
  /** Answers from now on. */
  answer(handler: Handler): void;
  /** Resolves with the request at this place (from 0), at once where it has arrived. */
  arrived(index: number): Promise<Arrived>;
  close(): Promise<void>;
}

/** Starts one, at any free port unless told; it ends with the test. Without a handler every request waits for ever. */
export async function startServer(t: TestContext, handler?: Handler, port?: number): Promise<ScriptedServer> {
  const server = await openServer(handler, port);
  t.after(() => server.close());
  return server;
}

/** The same for where there is no test: whoever opens it closes it. */
export async function openServer(handler: Handler = () => undefined, port = 0): Promise<ScriptedServer> {
  let answerNow = handler;
  let connections = 0;
  const requests: Arrived[] = [];
  const waiting: { readonly index: number; readonly resolve: (request: Arrived) => void }[] = [];
  const server = createServer((request, response) => void arrive(request, response));

  async function arrive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const pieces: Buffer[] = [];
      for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
      const { method = '', url: path = '', headers } = request;
      const arrived = { method, path, headers, body: Buffer.concat(pieces).toString() };
      requests.push(arrived);
      for (const { index, resolve } of waiting) if (index === requests.length - 1) resolve(arrived);
      await answerNow(arrived, response);
    } catch {
      response.destroy();
    }
  }

  server.on('connection', () => connections++);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const close = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  };
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    connections: () => connections,
    answer(next) {
      answerNow = next;
    },
    arrived(index) {
      const request = requests[index];
      return request === undefined
        ? new Promise((resolve) => waiting.push({ index, resolve }))
        : Promise.resolve(request);
    },
    close,
  };
}

/** An answer in JSON. */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): Handler {
  return (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };
}

/** An answer that is no JSON. */
export function page(status: number, body: string, headers: Record<string, string> = {}): Handler {
  return (_, response) => {
    response.writeHead(status, { 'content-type': 'text/html', ...headers }).end(body);
  };
}

/** Ends the connection with a reset, without an answer. */
export const reset: Handler = (_, response) => void (response.socket as Socket).resetAndDestroy();

/** One handler after the other; the last one goes on for ever. */
export function inTurn(...handlers: readonly [Handler, ...Handler[]]): Handler {
  let turn = 0;
  return (request, response) => (handlers[Math.min(turn++, handlers.length - 1)] ?? handlers[0])(request, response);
}

/** The origin of a port where nothing listens: connections are refused. */
export async function deadOrigin(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}
