// `npm run bench [-- NAME …]`: sets the machine up and runs all benches, or those named. On stdout: one line of JSON for each.
import { join } from 'node:path';
import { handOver } from '../support/hand-over.mjs';
import { bucketServer, dependencies, peerClients, systemPackages, vscode } from '../support/setup.mjs';

const names = process.argv.slice(2);
const wanted = (name) => names.length === 0 || names.includes(name);

// Set-up says what it does where it is in nobody's way.
console.log = console.error;
await dependencies();
if (wanted('upload')) await bucketServer();
if (wanted('sound') || wanted('preview-open')) await systemPackages();
if (wanted('preview-open') || wanted('library-2k')) await vscode();
if (wanted('posts') || wanted('active-1k')) await peerClients();
handOver(join(import.meta.dirname, 'run.ts'));
