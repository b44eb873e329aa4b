/** The sandbox as a program: `node src/sandbox/main.ts --folder DIR [--port N] [--clips DIR] [--fetch-media]` prints its origin and serves until it is stopped. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startSandbox } from './server.ts';

const { values } = parseArgs({
  options: {
    folder: { type: 'string' },
    port: { type: 'string', default: '0' },
    clips: { type: 'string', default: join(import.meta.dirname, '../../media/sandbox') },
    'fetch-media': { type: 'boolean', default: false },
  },
});
if (values.folder === undefined)
  throw new Error('--folder DIR is needed: where the ledger, uploads and clips are kept.');

const sandbox = await startSandbox({
  folder: values.folder,
  clips: values.clips,
  port: Number(values.port),
  fetchMedia: values['fetch-media'],
});
console.log(sandbox.origin);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void sandbox.close());
