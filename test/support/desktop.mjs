// `npm run test:desktop`: the integration suite in the extension host of a desktop VS Code.
import { join } from 'node:path';
import { handOver } from './hand-over.mjs';
import { dependencies } from './setup.mjs';

await dependencies();
handOver(join(import.meta.dirname, 'desktop.ts'));
