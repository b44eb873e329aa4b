// `npm run bench [-- NAME …]`: sets the machine up and runs all benches, or those named. On stdout: one line of JSON for each.
import { join } from 'node:path';
import { handOver } from '../support/hand-over.mjs';
import { bucketServer, dependencies } from '../support/setup.mjs';

// Set-up says what it does where it is in nobody's way.
console.log = console.error;
await dependencies();
await bucketServer();
handOver(join(import.meta.dirname, 'run.ts'));
