import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { connect as connectSecure, TLSSocket, type SecureContextOptions } from 'node:tls';
import type { Duplex } from 'node:stream';

/** What a proxy does with who asks it for a tunnel. */
export type Manner =
  | 'open'
  /** Answers with this status and no tunnel. */
  | { readonly status: number }
  | 'hang'
  | 'hangUp'
  /** Reads and writes inside the tunnel, with a certificate of its own for the host. */
  | { readonly intercept: SecureContextOptions }
  /** Cuts the tunnel once this many bytes went in, TLS and all. */
  | { readonly cutAfter: number };

export interface ConnectProxyOptions {
  /** Where names lead: `service.test:443` to a port of this machine. Every other host has no tunnel (502). */
  readonly hosts: Readonly<Record<string, number>>;
  /** `user:password`; left out, everybody may use it. */
  readonly password?: string;
  /** It speaks TLS itself. */
  readonly secure?: SecureContextOptions;
}

/** A proxy on a real socket of this machine that only gives tunnels. */
export interface ConnectProxy {
  readonly origin: string;
  readonly port: number;
  /** The hosts that were asked for, in order. */
  readonly asked: readonly string[];
  /** Everything it could read: requests for tunnels with their headers, and what went through them as it was. */
  readonly seen: () => string;
  /** What it does from now on. */
  behave(manner: Manner): void;
  close(): Promise<void>;
}

/** Starts one at any free port. */
export async function startConnectProxy(options: ConnectProxyOptions): Promise<ConnectProxy> {
  let manner: Manner = 'open';
  const asked: string[] = [];
  const seen: string[] = [];
  const sockets = new Set<Duplex>();
  const server = options.secure === undefined ? createServer() : createSecureServer(options.secure);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
  });
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    const host = request.url ?? '';
    asked.push(host);
    seen.push(`CONNECT ${host} ${JSON.stringify(request.headers)}`);
    socket.on('error', () => undefined);
    if (manner === 'hang') return;
    if (manner === 'hangUp') {
      socket.destroy();
      return;
    }
    const port = options.hosts[host];
    const status = statusFor(manner, port, options.password, request.headers['proxy-authorization']);
    if (port === undefined || status !== 200) {
      answer(socket, status);
      return;
    }
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    if (typeof manner === 'object' && 'intercept' in manner)
      // He who reads along does not care whom he asks.
      tunnel(intercepted(socket, manner.intercept), connectSecure({ port, rejectUnauthorized: false }));
    else
      tunnel(
        socket,
        connect(port, '127.0.0.1'),
        typeof manner === 'object' && 'cutAfter' in manner ? manner.cutAfter : Infinity,
      );
  });

  function tunnel(inner: Duplex, onward: Duplex, limit = Infinity): void {
    sockets.add(onward);
    let sent = 0;
    inner.on('data', (piece: Buffer) => {
      seen.push(piece.toString('latin1'));
      sent += piece.length;
      if (sent < limit) onward.write(piece);
      else for (const side of [inner, onward]) side.destroy();
    });
    onward.on('data', (piece: Buffer) => inner.write(piece));
    for (const [one, other] of [
      [inner, onward],
      [onward, inner],
    ] as const)
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
  }

  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    origin: `${options.secure === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    port,
    asked,
    seen: () => seen.join('\n'),
    behave: (next) => (manner = next),
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function statusFor(
  manner: Manner,
  port: number | undefined,
  password: string | undefined,
  authorization: string | undefined,
): number {
  if (typeof manner === 'object' && 'status' in manner) return manner.status;
  const wanted = password === undefined ? undefined : `Basic ${Buffer.from(password).toString('base64')}`;
  if (wanted !== undefined && authorization !== wanted) return 407;
  return port === undefined ? 502 : 200;
}

function answer(socket: Duplex, status: number): void {
  const wants = status === 407 ? 'Proxy-Authenticate: Basic realm="office"\r\n' : '';
  socket.end(`HTTP/1.1 ${status} No\r\n${wants}Content-Length: 0\r\n\r\n`);
}

function intercepted(socket: Socket, context: SecureContextOptions): TLSSocket {
  const inner = new TLSSocket(socket, { isServer: true, ...context });
  inner.on('error', () => socket.destroy());
  return inner;
}
