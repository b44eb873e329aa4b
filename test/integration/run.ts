// Runs the integration suite in the extension host of a VS Code whose window is a headless browser. All that VS Code
// itself prints goes to out/integration.log.
import { cpSync, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { format } from 'node:util';
import { openBrowser } from '../support/browser.ts';
import { buildIntegration, packageExtension } from '../support/build.ts';
import { out, root } from '../support/paths.mjs';
import { startVSCodeServer } from '../support/vscode-server.ts';

/** What the suite prints before each of its own lines. */
const MARK = '[test] ';

await packageExtension();
const index = await buildIntegration();
const workspace = mkdtempSync(join(tmpdir(), 'seedance-workspace-'));
cpSync(join(root, 'test/fixtures/workspace'), workspace, { recursive: true });

// Another extension, which uses the API of ours, as it is where it was installed.
const extensions = mkdtempSync(join(tmpdir(), 'seedance-extensions-'));
const client = join(extensions, 'seedance-studio-test.seedance-client-0.0.1');
cpSync(join(root, 'test/fixtures/client-extension'), client, { recursive: true });

const server = await startVSCodeServer({ extensions });
const browser = await openBrowser();
const page = await browser.newPage();

const exited = Promise.withResolvers<number>();
const everything = createWriteStream(join(out, 'integration.log'));
await page.exposeFunction('codeAutomationLog', (_severity: string, args: readonly unknown[]) => {
  const line = format(...args);
  everything.write(`${line}\n`);
  if (line.startsWith(MARK)) console.log(line.slice(MARK.length));
});
await page.exposeFunction('codeAutomationExit', (code: number) => exited.resolve(code));
page.on('crash', () => exited.reject(new Error('The page of VS Code crashed.')));
void server.ended.then(() => exited.reject(new Error(`VS Code ended:\n${server.output()}`)));

const remote = (path: string): string => `vscode-remote://127.0.0.1:${server.port}${path}`;
const payload = [
  ['extensionDevelopmentPath', remote(root)],
  ['extensionTestsPath', remote(index)],
];
await page.goto(`${server.url(workspace)}&payload=${encodeURIComponent(JSON.stringify(payload))}`);
try {
  process.exitCode = await exited.promise;
} finally {
  await browser.close();
  await server.stop();
  for (const folder of [workspace, extensions]) rmSync(folder, { recursive: true, force: true });
}
