import { copyFile, mkdir, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';

/** How an agent starts our MCP server: as the configurations of agents name it. */
export interface McpCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Puts the server where it stays: the folder of the extension has its version in its name, so a configuration that named it would be
 * stale after an update. `built` is the server as it was shipped, `workspace` the path of the folder whose window is to answer.
 */
export async function installProgram(folder: string, built: string, workspace: string): Promise<McpCommand> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // Its ending says that it is a module: there is no package.json beside it.
  const program = join(folder, 'server.mjs');
  const part = `${program}.${process.pid}`;
  await copyFile(built, part);
  await rename(part, program);
  return { command: await runtime(folder), args: [program], env: { ...asNode(), SEEDANCE_WORKSPACE: workspace } };
}

/** VS Code itself runs as Node where it is told to: nobody has to have one. */
function asNode(): Record<string, string> {
  return process.versions['electron'] === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' };
}

/** On the desktop VS Code stays where it is. The Node of a server has a version in its path too, so a link stands for it. */
async function runtime(folder: string): Promise<string> {
  if (process.versions['electron'] !== undefined || process.platform === 'win32') return process.execPath;
  const link = join(folder, 'node');
  const part = `${link}.${process.pid}`;
  await rm(part, { force: true });
  await symlink(process.execPath, part);
  await rename(part, link);
  return link;
}
