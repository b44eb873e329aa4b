import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { format } from 'node:util';
import { build } from 'esbuild';
import { openBrowser } from '../support/browser.ts';
import { packageExtension } from '../support/build.ts';
import { out, root } from '../support/paths.mjs';
import { startVSCodeServer } from '../support/vscode-server.ts';

/** What the one line begins with that is the answer. */
const mark = '[bench] ';

/** Runs a file of `host` in the extension host of a VS Code, with this added to its environment; resolves with what it prints, from JSON. */
export async function inExtensionHost(file: string, env: NodeJS.ProcessEnv): Promise<unknown> {
  await packageExtension();
  const entry = await built(file);
  const workspace = mkdtempSync(join(tmpdir(), 'bench-'));
  const server = await startVSCodeServer({ env });
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    const answered = Promise.withResolvers<unknown>();
    const lines: string[] = [];
    await page.exposeFunction('codeAutomationLog', (_severity: string, args: readonly unknown[]) => {
      const line = format(...args);
      lines.push(line);
      if (line.startsWith(mark)) answered.resolve(JSON.parse(line.slice(mark.length)));
    });
    await page.exposeFunction('codeAutomationExit', () =>
      answered.reject(new Error(`${file} ended without an answer:\n${lines.slice(-20).join('\n')}`)),
    );
    const remote = (path: string): string => `vscode-remote://127.0.0.1:${server.port}${path}`;
    const payload = [
      ['extensionDevelopmentPath', remote(root)],
      ['extensionTestsPath', remote(entry)],
    ];
    await page.goto(`${server.url(workspace)}&payload=${encodeURIComponent(JSON.stringify(payload))}`);
    return await answered.promise;
  } finally {
    await browser.close();
    await server.stop();
    rmSync(workspace, { recursive: true, force: true });
  }
}

async function built(file: string): Promise<string> {
  const outfile = join(out, 'bench', file.replace(/\.ts$/, '.cjs'));
  await build({
    ...{
      entryPoints: [join(import.meta.dirname, 'host', file)],
      outfile,
      bundle: true,
      format: 'cjs',
      platform: 'node',
    },
    ...{ target: 'node22.20', external: ['vscode'], minify: true, logLevel: 'warning' },
  });
  return outfile;
}
