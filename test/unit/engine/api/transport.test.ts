import assert from 'node:assert/strict';
import { it } from 'node:test';
import { OpenApi } from '../../../../src/engine/api/client.ts';
import { ApiError } from '../../../../src/engine/api/failure.ts';
import { Transport } from '../../../../src/engine/api/transport.ts';

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
