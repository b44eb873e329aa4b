import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { TestContext } from 'node:test';

/** A proxy that brings every request to the server at `target`, whatever host it is for. Ends with the test; returns its origin. */
export async function startProxy(t: TestContext, target: string): Promise<string> {
  const { hostname, port } = new URL(target);
  const server = createServer((incoming, response) => {
    const { method, url = '', rawHeaders } = incoming;
    const { pathname, search } = new URL(url);
    const onward = request({ hostname, port, method, path: pathname + search, headers: rawHeaders }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(response);
    });
    incoming.pipe(onward);
  });
  server.on('connect', (_, socket: Socket) => {
    const onward = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connected\r\n\r\n');
      socket.pipe(onward).pipe(socket);
    });
    socket.on('error', () => onward.destroy());
    onward.on('error', () => socket.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
