import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Random } from './random.ts';

/** What a request is for. */
export type Step = 'create' | 'look' | 'cancel' | 'download';

/** What the service answered, before it is spoilt. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** A request that something goes wrong with. */
export interface Scene {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly socket: Socket;
  readonly random: Random;
  /** Where the job is asked at. */
  readonly origin: string;
}

interface Named {
  readonly name: string;
  readonly steps: readonly Step[];
}

/**
 * What can go wrong with one request. `reach`: how far the request gets before. `port`: nothing listens, `times` in a row; `connection`: no byte is
 * read; `head`: the body is not read; `body`: all is read, the service never hears of it; `service`: the service has done its part.
 */
export type Fault =
  | (Named & { readonly reach: 'port'; readonly times: number })
  | (Named & { readonly reach: 'connection'; readonly act: (socket: Socket) => void })
  | (Named & { readonly reach: 'head' | 'body'; readonly act: (scene: Scene) => void })
  | (Named & { readonly reach: 'service'; readonly act: (scene: Scene, reply: Reply) => void });

/** Sends a reply as it is, or with another body. */
export function pass({ response }: Scene, reply: Reply, body: Buffer | string = reply.body): void {
  response.writeHead(reply.status, { ...reply.headers, 'content-length': Buffer.byteLength(body) }).end(body);
}

/** Sends bytes that Node's server would not, and ends the connection. */
export function raw({ socket }: Scene, ...pieces: readonly (string | Buffer)[]): void {
  for (const piece of pieces) socket.write(piece);
  socket.end();
}

/** The reply's JSON with other fields. */
export function withFields(reply: Reply, fields: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ ...(JSON.parse(reply.body.toString()) as object), ...fields });
}
