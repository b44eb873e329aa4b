// `npm run pictures`: makes the README's pictures anew, those of media/readme, from the packaged extension in a real VS Code.
import { join } from 'node:path';
import { handOver } from '../support/hand-over.mjs';
import { dependencies, systemPackages, vscode } from '../support/setup.mjs';

await dependencies();
await systemPackages();
await vscode();
handOver(join(import.meta.dirname, 'pictures.ts'));
