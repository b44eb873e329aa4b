import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { node, vscode } from './paths.mjs';
import { startGroup } from './process-group.ts';
import { type Server, serverOf } from './server.ts';
import { cleanEnvironment, makeHome, type Settings } from './vscode-home.ts';

export interface VSCodeServerOptions {
  /** Folder of installed extensions; else an empty one. */
  readonly extensions?: string;
  readonly settings?: Settings;
  /** Added to the environment of VS Code and its extensions. */
  readonly env?: NodeJS.ProcessEnv;
}

/** Starts VS Code's own server, which alone takes a page's `payload` (test runs). Its secrets are in memory only. */
export async function startVSCodeServer(options: VSCodeServerOptions = {}): Promise<Server> {
  const port = await freePort();
  const home = makeHome(options.settings ?? {});
  const group = startGroup(
    node,
    [
      join(vscode, 'out/server-main.js'),
      ...['--host', '127.0.0.1'],
      ...['--port', String(port)],
      ...['--server-data-dir', home.serverData],
      ...['--user-data-dir', home.userData],
      ...['--extensions-dir', options.extensions ?? join(home.folder, 'extensions')],
      ...['--telemetry-level', 'off'],
      '--without-connection-token',
      '--accept-server-license-terms',
      '--enable-smoke-test-driver',
    ],
    // What a remote machine says in its own settings is in there: a test writes it as a dev container ships it.
    { env: { ...cleanEnvironment(), SEEDANCE_TEST_USER_DATA: home.userData, ...options.env } },
  );
  return await serverOf(group, port, home);
}
