import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { ConfigurationTarget, workspace } from 'vscode';
import { Settings } from '../../src/editor/settings.ts';
import { OpenApi } from '../../src/engine/api/client.ts';
import { ApiError } from '../../src/engine/api/failure.ts';
import { defaultLimits, Transport } from '../../src/engine/api/transport.ts';
import { makeAuthority } from '../support/proxy/authority.ts';
import { startConnectProxy, type ConnectProxy } from '../support/proxy/connectProxy.ts';

/** A service whose name only a proxy can find, and VS Code's own settings of the way out. */
describe('the way out of the extension host', () => {
  const request = { model: 'seedance-2.0', prompt: 'Waves at dusk' } as const;
  const arrived: string[] = [];
  let folder: string;
  let server: Server;
  let proxy: ConnectProxy;
  let believed: string[];

  async function set(name: string, value: unknown): Promise<void> {
    await workspace.getConfiguration('http').update(name, value, ConfigurationTarget.Global);
  }

  /** Sends a create; returns how often it was said to be sent. */
  async function create(transport: Transport): Promise<number> {
    let sends = 0;
    const api = new OpenApi(transport, { baseUrl: 'https://service.test', key: 'sd2_test' });
    try {
      await api.create(request, { signal: new AbortController().signal, onSend: () => sends++ });
    } finally {
      await transport.close();
    }
    return sends;
  }

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'seedance-proxy-'));
    const authority = makeAuthority(folder, 'Office');
    server = createServer(authority.issue('service.test'), (incoming, response) => {
      arrived.push(incoming.method ?? '');
      incoming.resume();
      response.setHeader('content-type', 'application/json');
      response.end('{"success": true, "requestId": "req_1", "status": "queued", "creditsCharged": 40}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    proxy = await startConnectProxy({ hosts: { 'service.test:443': port } });
    believed = getCACertificates('default');
    setDefaultCACertificates([...believed, authority.cert]);
    // With the system's certificates VS Code's fetch knows no others.
    await set('systemCertificates', false);
  });

  beforeEach(() => arrived.splice(0));

  after(async () => {
    for (const name of ['systemCertificates', 'proxy', 'proxyStrictSSL', 'proxySupport', 'noProxy'])
      await set(name, undefined);
    setDefaultCACertificates(believed);
    await proxy.close();
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('VS Code’s own fetch gets through where no setting tells us how, and a create goes by it once', async () => {
    await set('proxy', proxy.origin);
    // As with a PAC file: VS Code knows the proxy, and we do not.
    const transport = new Transport({ strictSSL: true }, defaultLimits, (...args) => globalThis.fetch(...args));
    assert.equal(await create(transport), 1);
    assert.deepEqual(arrived, ['HEAD', 'POST']);
  });

  it('without it nothing is sent', async () => {
    await set('proxy', proxy.origin);
    await assert.rejects(
      create(new Transport({ strictSSL: true })),
      (error) => error instanceof ApiError && error.failure.kind === 'network' && error.failure.phase === 'connect',
    );
    assert.deepEqual(arrived, []);
  });

  it('http.proxy, http.proxyStrictSSL and http.noProxy are honoured by the first way', async () => {
    await set('proxy', proxy.origin);
    await set('proxyStrictSSL', false);
    const { network } = new Settings();
    assert.deepEqual([network.proxy, network.strictSSL], [proxy.origin, false]);
    assert.equal(await create(new Transport(network)), 1);
    assert.deepEqual(arrived, ['POST']);
    await set('proxySupport', 'off');
    assert.equal(new Settings().network.proxy, '');
    await set('proxySupport', undefined);
    await set('noProxy', ['service.test']);
    await assert.rejects(create(new Transport(new Settings().network)), ApiError);
    assert.deepEqual(arrived, ['POST']);
  });
});
