// `npm start [-- --port N] [--folder DIR]`: a VS Code with the packaged extension, its sandbox and a folder of pictures.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { handOver } from './hand-over.mjs';
import { dependencies, vscode } from './setup.mjs';

// A wrong option is told at once, not after a minute of set-up.
const { values } = parseArgs({ options: { port: { type: 'string' }, folder: { type: 'string' } } });
if (values.port !== undefined && !/^[1-9]\d{0,4}$/.test(values.port)) throw new Error(`No port: ${values.port}`);
await dependencies();
await vscode();
handOver(join(import.meta.dirname, 'serve.ts'));
