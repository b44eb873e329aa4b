import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { OpenApi } from '../../../../src/engine/api/client.ts';
import { ApiError } from '../../../../src/engine/api/failure.ts';
import { defaultLimits, Transport } from '../../../../src/engine/api/transport.ts';
import { key } from '../../../support/engine/fixtures.ts';

for (const proxy of ['socks4://127.0.0.1:1080', 'gopher://127.0.0.1', 'no address']) {
  it(`a proxy that cannot be used (${proxy}) means that nothing was sent`, async (t) => {
    const transport = new Transport({ strictSSL: true, proxy });
    t.after(() => transport.close());
    const api = new OpenApi(transport, { baseUrl: 'https://service.invalid', key: 'sd2_live_x' });
    const call = { signal: AbortSignal.timeout(5000), onSend: () => assert.fail('nothing may leave') };
    await assert.rejects(api.create({ model: 'seedance-2.0', prompt: 'x' }, call), (error) => {
      assert.ok(error instanceof ApiError && error.failure.kind === 'network');
      assert.equal(error.failure.phase, 'connect');
      return true;
    });
  });
}

describe('connections to the service', () => {
  /**
   * A service, and the ends of the connections to it. `idle`: ms after which it closes one; `says`: how long it says that it keeps them, s;
   * `keep`: how long the client does, ms.
   */
  async function open(t: TestContext, { idle, says, keep }: { idle?: number; says?: number; keep?: number } = {}) {
    const server = createServer(({ socket }, response) => {
      if (says !== undefined) response.setHeader('keep-alive', `timeout=${says}`);
      response.setHeader('content-type', 'application/json').end('{"success":true,"status":"processing"}');
      if (idle !== undefined) setTimeout(() => socket.end(), idle);
    });
    server.keepAliveTimeout = 0;
    const sockets: Socket[] = [];
    server.on('connection', (socket) => sockets.push(socket));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const limits = { ...defaultLimits, ...(keep !== undefined && { idle: keep }) };
    const transport = new Transport({ strictSSL: true }, limits);
    t.after(async () => {
      await transport.close();
      server.close();
    });
    const { port } = server.address() as AddressInfo;
    const api = new OpenApi(transport, { baseUrl: `http://127.0.0.1:${port}`, key });
    return { sockets, look: () => api.get('req_1', { signal: new AbortController().signal }) };
  }

  it('are kept from one look to the next', async (t) => {
    const { sockets, look } = await open(t);
    await look();
    // As far apart as looks are at the closest, and more.
    await wait(6500);
    await look();
    assert.equal(sockets.length, 1);
  });

  it('are not kept for longer because the service would', async (t) => {
    const { sockets, look } = await open(t, { says: 600, keep: 300 });
    await look();
    const [socket] = sockets;
    assert.ok(socket);
    if (!socket.closed) await once(socket, 'close', { signal: AbortSignal.timeout(10_000) });
  });

  it('that the service has closed are no failure of the next look', async (t) => {
    const { sockets, look } = await open(t, { idle: 20 });
    for (let count = 1; count <= 3; count++) {
      await look();
      assert.equal(sockets.length, count);
      const socket = sockets.at(-1);
      if (socket !== undefined && !socket.closed) await once(socket, 'close');
    }
  });
});
