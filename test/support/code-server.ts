import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { speak } from './languages/install.ts';
import { codeServer, node } from './paths.mjs';
import { startGroup } from './process-group.ts';
import { type Server, serverOf } from './server.ts';
import { cleanEnvironment, makeHome, type Settings } from './vscode-home.ts';

export interface CodeServerOptions {
  /** Folder of installed extensions, see `installExtension`. */
  readonly extensions: string;
  readonly settings?: Settings;
  /** What the machine says in settings of its own, as a dev container does. */
  readonly machineSettings?: Settings;
  /** A port that is known to be free; else one is looked for. */
  readonly port?: number;
  /** Where all state is kept; else a temporary folder that goes away with the server. */
  readonly home?: string;
  /** Added to the environment of VS Code and its extensions. */
  readonly env?: NodeJS.ProcessEnv;
  /** Whether folders may be untrusted; the settings of workspace trust then decide. Without it every folder is trusted. */
  readonly workspaceTrust?: boolean;
  /** Of its window, as VS Code names it; English where left out. VS Code's own texts are English in any. */
  readonly language?: string;
  readonly onLine?: (line: string) => void;
}

/** Starts code-server as people run it: without a password, on loopback only. Secrets outlive a reload of its page. */
export async function startCodeServer(options: CodeServerOptions): Promise<Server> {
  const port = options.port ?? (await freePort());
  const home = makeHome(options.settings ?? {}, options.home, options.machineSettings);
  if (options.language !== undefined) speak(home.userData, options.language);
  const group = startGroup(
    node,
    [
      join(codeServer, 'out/node/entry.js'),
      ...['--auth', 'none'],
      ...['--bind-addr', `127.0.0.1:${port}`],
      ...['--config', join(home.folder, 'config.yaml')],
      ...['--user-data-dir', home.userData],
      ...['--extensions-dir', options.extensions],
      '--disable-telemetry',
      '--disable-update-check',
      ...(options.workspaceTrust === true ? [] : ['--disable-workspace-trust']),
      '--disable-getting-started-override',
      '--ignore-last-opened',
    ],
    { env: { ...cleanEnvironment(), ...options.env }, ...(options.onLine && { onLine: options.onLine }) },
  );
  return await serverOf(group, port, home);
}
