// A process of its own, since a process reads its certificates once: sends one create through a proxy and prints what became of it.
import { OpenApi } from '../../../src/engine/api/client.ts';
import { ApiError } from '../../../src/engine/api/failure.ts';
import { Transport } from '../../../src/engine/api/transport.ts';
import { key } from '../engine/fixtures.ts';
import { serviceUrl } from './office.ts';

const transport = new Transport({ strictSSL: true, proxy: process.argv[2] ?? '' });
const api = new OpenApi(transport, { baseUrl: serviceUrl, key });
const options = { signal: new AbortController().signal, onSend: () => undefined };
try {
  const created = await api.create({ model: 'seedance-2.0', prompt: 'Waves at dusk' }, options);
  console.log(created.requestId);
} catch (error) {
  console.log(error instanceof ApiError ? JSON.stringify(error.failure) : String(error));
} finally {
  await transport.close();
}
