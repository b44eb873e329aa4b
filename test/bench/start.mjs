// `npm run bench [-- NAME …]`: sets the machine up and runs all benches, or those named. On stdout: one line of JSON for each.
import { join } from 'node:path';
import { handOver } from '../support/hand-over.mjs';
import { bucketServer, dependencies, peerClients, systemPackages, vscode } from '../support/setup.mjs';

const names = process.argv.slice(2);
const wanted = (...some) => names.length === 0 || some.some((name) => names.includes(name));
const inBrowser = ['startup-bytes', 'activation', 'composer-open', 'preview-open', 'jobs-10k', 'library-2k'];

// Set-up says what it does where it is in nobody's way.
console.log = console.error;
await dependencies();
if (wanted('upload')) await bucketServer();
if (wanted('sound', ...inBrowser)) await systemPackages();
if (wanted(...inBrowser)) await vscode();
if (wanted('posts', 'active-1k')) await peerClients();
handOver(join(import.meta.dirname, 'run.ts'));
