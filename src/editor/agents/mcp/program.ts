import { copyFile, mkdir, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';

/** How an agent starts our MCP server: as the configurations of agents name it. */
export interface McpCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** The program that VS Code runs in here; `process` is one. */
export interface Host {
  readonly execPath: string;
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly versions: Readonly<Record<string, string | undefined>>;
}

/** What agents start where they cannot start VS Code itself: it has to be there. */
export const ownNode = 'node';

/**
 * Puts the server where it stays: the folder of the extension has its version in its name, so a configuration that named it would be
 * stale after an update. `built` is the server as it was shipped, `workspace` the path of the folder whose window is to answer.
 */
export async function installProgram(
  folder: string,
  built: string,
  workspace: string,
  host: Host = process,
): Promise<McpCommand> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // Its ending says that it is a module: there is no package.json beside it.
  const program = join(folder, 'server.mjs');
  const part = `${program}.${process.pid}`;
  await copyFile(built, part);
  await rename(part, program);
  const command = await runtime(folder, host);
  const env = command === ownNode ? {} : asNode(host);
  return { command, args: [program], env: { ...env, SEEDANCE_WORKSPACE: workspace } };
}

/** The id of the Flatpak that VS Code is in; undefined where it is in none. What is in `/app` nobody outside of it can start. */
export function flatpakOf({ env, execPath }: Pick<Host, 'env' | 'execPath'>): string | undefined {
  return execPath.startsWith('/app/') ? env['FLATPAK_ID'] : undefined;
}

/** VS Code itself runs as Node where it is told to: nobody has to have one. */
function asNode(host: Host): Record<string, string> {
  return isDesktop(host) ? { ELECTRON_RUN_AS_NODE: '1' } : {};
}

/**
 * On Windows and on a Mac VS Code stays where it is. Elsewhere its path may go with an update, as the Node of a server does, or with its
 * end, as an AppImage does. So a link stands for it, which each window that opens its door sets anew.
 */
async function runtime(folder: string, host: Host): Promise<string> {
  const { execPath, platform } = host;
  if (platform === 'win32' || (platform === 'darwin' && isDesktop(host))) return execPath;
  if (flatpakOf(host) !== undefined) return ownNode;
  const link = join(folder, 'node');
  const part = `${link}.${process.pid}`;
  await rm(part, { force: true });
  await symlink(lasting(execPath), part);
  await rename(part, link);
  return link;
}

/** A snap is at the same place in each revision, and that of the moment has a name that stays. */
function lasting(path: string): string {
  return path.replace(/^(\/snap\/[^/]+)\/x?\d+\//, '$1/current/');
}

function isDesktop({ versions }: Host): boolean {
  return versions['electron'] !== undefined;
}
