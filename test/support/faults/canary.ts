import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that nobody has a reason to ask for anything: whoever does was made to by somebody's words. */
export interface Canary {
  readonly origin: string;
  /** Paths that were asked for. */
  readonly sung: readonly string[];
  close(): Promise<void>;
}

/** Starts one at a free port of this machine. Any page may read its answers. */
export async function startCanary(): Promise<Canary> {
  const sung: string[] = [];
  const server = createServer((request, response) => {
    sung.push(`${request.method ?? ''} ${request.url ?? ''}`);
    response.writeHead(200, { 'access-control-allow-origin': '*' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sung,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
