import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Transform, type TransformCallback } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';

/** A request that came through a gate. */
export interface Passage {
  readonly method: string;
  /** Without its query, which may hold a signature. */
  readonly path: string;
}

/** Stands before a server of this machine, so that a test can see what comes, slow it down, or take the server away. */
export interface Gate {
  readonly origin: string;
  /** All that came, in order. */
  readonly passages: readonly Passage[];
  /** How many requests of this method came. */
  readonly count: (method: string) => number;
  /** How fast bodies of requests go in from now on, bytes a second; undefined for as fast as they come. */
  slow(bytesPerSecond: number | undefined): void;
  /** Cuts all connections and takes no more, as a server that went away. */
  shut(): Promise<void>;
  /** Answers again at the same port. */
  open(): Promise<void>;
}

/**
 * Opens a gate before the server at `target` (`http://127.0.0.1:PORT`). Headers go through as they are, `Host` too, so that a
 * signature made for the gate's origin holds.
 */
export async function startGate(target: string): Promise<Gate> {
  const passages: Passage[] = [];
  let speed: number | undefined;
  const server = createServer((incoming, response) => {
    const { method = '', url = '' } = incoming;
    passages.push({ method, path: url.replace(/\?.*$/s, '') });
    // A side that breaks off takes the other one with it.
    pass(incoming, response, target, () => speed).catch(() => response.destroy());
  });
  const listen = (port: number): Promise<void> =>
    new Promise((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    passages,
    count: (wanted) => passages.filter(({ method }) => method === wanted).length,
    slow(bytesPerSecond) {
      speed = bytesPerSecond;
    },
    async shut() {
      if (!server.listening) return;
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
    open: () => listen(port),
  };
}

async function pass(
  incoming: IncomingMessage,
  response: ServerResponse,
  target: string,
  speed: () => number | undefined,
): Promise<void> {
  const { method, url = '/', rawHeaders } = incoming;
  const over = new AbortController();
  response.on('close', () => over.abort());
  const onward = request(target + url, { method, headers: rawHeaders, signal: over.signal, agent: false });
  const answered = new Promise<IncomingMessage>((resolve, reject) =>
    onward.on('response', resolve).on('error', reject),
  );
  // The server may answer before it has read all: then that answer goes back, and what becomes of the rest does not matter.
  const sent = pipeline(incoming, trickle(speed), onward).catch(() => undefined);
  const answer = await answered;
  response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
  await Promise.all([pipeline(answer, response), sent]);
}

/** Lets bytes through at the speed of the moment. */
function trickle(speed: () => number | undefined): Transform {
  const transform = async (chunk: Buffer, push: (piece: Buffer) => void): Promise<void> => {
    let at = 0;
    while (at < chunk.length) {
      const now = speed();
      // A tenth of a second's worth at most, so that a change is felt soon.
      const piece = chunk.subarray(at, now === undefined ? undefined : at + Math.ceil(now / 10));
      push(piece);
      at += piece.length;
      if (now !== undefined) await delay((piece.length / now) * 1000);
    }
  };
  return new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      transform(chunk, (piece) => this.push(piece)).then(() => done(), done);
    },
  });
}
