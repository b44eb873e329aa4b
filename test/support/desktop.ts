// Fetches a VS Code (`VSCODE_VERSION`, else the newest) and runs the integration suite in its extension host.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { buildIntegration, packageExtension } from './build.ts';
import { root } from './paths.mjs';

const place = mkdtempSync(join(tmpdir(), 'seedance-'));
const workspace = join(place, 'sample');
// A short path: the socket in it may not be longer than 103 characters on macOS.
const userData = join(place, 'user');
cpSync(join(root, 'test/fixtures/workspace'), workspace, { recursive: true });
try {
  await packageExtension();
  process.exitCode = await runTests({
    version: process.env['VSCODE_VERSION'] ?? 'stable',
    extensionDevelopmentPath: [root, join(root, 'test/fixtures/client-extension')],
    extensionTestsPath: await buildIntegration(),
    launchArgs: [workspace, '--disable-extensions', '--user-data-dir', userData],
    // Tests that look at what the extension keeps find it there, as in VS Code's server.
    extensionTestsEnv: { SEEDANCE_TEST_USER_DATA: userData },
  });
} finally {
  rmSync(place, { recursive: true, force: true });
}
