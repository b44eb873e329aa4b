import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { IncomingHttpHeaders } from 'node:http';
import type { TestContext } from 'node:test';
import { golden } from '../engine/golden.ts';
import { temporaryFolder } from '../engine/folder.ts';
import { makeAuthority, type Authority } from './authority.ts';
import { startConnectProxy, type ConnectProxy, type ConnectProxyOptions } from './connectProxy.ts';

/** A request as the service got it. */
export interface Arrived {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** The service's name: only the proxy knows where it leads. */
export const serviceUrl = 'https://service.test';

/** A service behind a proxy, as from a desk in a company. */
export interface Office {
  readonly authority: Authority;
  readonly proxy: ConnectProxy;
  /** All that the service got, in order. */
  readonly arrived: readonly Arrived[];
  readonly count: (method: string) => number;
  /** The port where the service listens itself. */
  readonly port: number;
  /** The service's own server, to be made strange. */
  readonly server: Server;
  close(): Promise<void>;
}

/** Opens one; its authority is not trusted by anybody yet. `folder` takes the certificates. */
export async function openOffice(
  folder: string,
  proxyOptions: (authority: Authority) => Partial<ConnectProxyOptions> = () => ({}),
): Promise<Office> {
  const authority = makeAuthority(folder, 'Office');
  const arrived: Arrived[] = [];
  const server = createServer(authority.issue('service.test'), (request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request;
      arrived.push({ method, path, headers, body: Buffer.concat(pieces).toString() });
      const name = method === 'POST' ? 'create' : 'status';
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(golden(`${name}.reply`)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const proxy = await startConnectProxy({ hosts: { 'service.test:443': port }, ...proxyOptions(authority) });
  return {
    authority,
    proxy,
    arrived,
    count: (method) => arrived.filter((each) => each.method === method).length,
    port,
    server,
    async close() {
      await proxy.close();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** An office that ends with the test. */
export async function office(
  t: TestContext,
  proxyOptions?: (authority: Authority) => Partial<ConnectProxyOptions>,
): Promise<Office> {
  const opened = await openOffice(temporaryFolder(t), proxyOptions);
  t.after(() => opened.close());
  return opened;
}
