// `npm run publish:check`: sets the machine up and checks what would be published. Publishes nothing.
import { join } from 'node:path';
import { handOver } from '../support/hand-over.mjs';
import { dependencies, publishers } from '../support/setup.mjs';

await dependencies();
await publishers();
handOver(join(import.meta.dirname, '../support/suites.ts'));
