import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import type { TestContext } from 'node:test';

/** A SOCKS 5 proxy (RFC 1928) without a password that brings every name to this port. Ends with the test; returns `host:port`. */
export async function startSocksProxy(t: TestContext, target: number): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    socket.once('data', (greeting: Buffer) => {
      if (greeting[0] !== 5) {
        socket.destroy();
        return;
      }
      socket.write(Buffer.from([5, 0]));
      socket.once('data', () => {
        const onward = connect(target, '127.0.0.1', () => {
          socket.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
          socket.pipe(onward).pipe(socket);
        });
        sockets.add(onward.on('error', () => undefined));
      });
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.after(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}
