// `npm test [-- suite …]`: sets the machine up and runs all suites, or those named. The last line is the sum.
import { join } from 'node:path';
import { handOver } from './support/hand-over.mjs';
import { bucketServer, dependencies, floorNode, systemPackages, vscode } from './support/setup.mjs';

try {
  await dependencies();
  await vscode();
  await floorNode();
  await systemPackages();
  await bucketServer();
  handOver(join(import.meta.dirname, 'support/suites.ts'));
} catch (error) {
  console.error(error);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
}
