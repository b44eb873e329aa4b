import { join } from 'node:path';
import * as vscode from 'vscode';
import { tell } from '../../buttons.ts';
import { report } from '../../commands.ts';
import { Command, ContextKey } from '../../contributions.ts';
import { plain } from '../../plain.ts';
import type { Studio } from '../../studio.ts';
import { sentences } from '../../../shared/sentences.ts';
import type { Agents } from '../agents.ts';
import { McpDoor } from './door.ts';
import { installProgram, ownNode, type McpCommand } from './program.ts';
import { serveCaller } from './serveCaller.ts';

/**
 * Access of agents outside of VS Code to this window. Nobody has it until somebody copies the configuration; from then on each window of
 * that workspace opens its door when it starts, until it is turned off.
 */
export class McpAccess implements vscode.Disposable {
  readonly #studio: Studio;
  readonly #agents: () => Promise<Agents>;
  #door: Promise<McpDoor> | undefined;
  #listening: vscode.Disposable | undefined;

  constructor(studio: Studio, agents: () => Promise<Agents>) {
    this.#studio = studio;
    this.#agents = agents;
  }

  /** Opens the door, with the server of this version behind it. Resolves to how an agent starts that. */
  async open(): Promise<McpCommand> {
    const program = await installProgram(
      this.#folder,
      vscode.Uri.joinPath(this.#studio.context.extensionUri, 'dist', 'mcp.js').fsPath,
      folders()[0] ?? '',
    );
    this.#door ??= McpDoor.open({
      folder: this.#folder,
      folders,
      serve: (socket, knock) => serveCaller(socket, knock, this.#agents),
    }).catch((error: unknown) => {
      this.#door = undefined;
      throw error;
    });
    const door = await this.#door;
    this.#listening ??= vscode.workspace.onDidChangeWorkspaceFolders(() => {
      door.refresh().catch((error: unknown) => this.#studio.log.warn('the MCP socket cannot be written down', error));
    });
    return program;
  }

  /** Opens the door again after a start. */
  async resume(): Promise<void> {
    // First: it can be turned off where it cannot be opened too.
    void showOn(true);
    try {
      await this.open();
    } catch (error) {
      report(error, this.#studio.log, 'the MCP socket');
    }
  }

  /** Opens the door from now on, puts the configuration on the clipboard, and says what it did. */
  async copyConfiguration(): Promise<void> {
    const program = await this.open();
    await this.#setOn(true);
    await vscode.env.clipboard.writeText(JSON.stringify({ mcpServers: { seedance: program } }, undefined, 2));
    const copied = vscode.l10n.t(
      'The MCP configuration is on the clipboard: paste it into the settings of your agent. It holds no secret. While this workspace is open in VS Code, agents of your account reach it, and you are asked before anything is paid for.',
    );
    const needs =
      program.command === ownNode
        ? [vscode.l10n.t('Your VS Code is a Flatpak, which agents cannot start: they need Node.js 22 or newer.')]
        : [];
    const { remoteName } = vscode.env;
    const remote =
      remoteName === undefined
        ? []
        : [
            vscode.l10n.t(
              'This window is remote ({0}): only an agent that runs there can start the MCP server, not one on your own machine.',
              plain(remoteName, 60),
            ),
          ];
    await tell(
      (message, ...titles) => vscode.window.showInformationMessage(message, ...titles),
      sentences([copied, ...needs, ...remote]),
      [{ title: vscode.l10n.t('Turn Off'), press: () => this.turnOff() }],
    );
  }

  /** Closes the door, for good; agents that are connected are sent away. */
  async turnOff(): Promise<void> {
    await this.#setOn(false);
    await this.#close();
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Agents outside of VS Code do not reach this workspace any more.'),
    );
  }

  dispose(): void {
    void this.#close().catch(() => undefined);
  }

  /** From the next start on too. */
  async #setOn(on: boolean): Promise<void> {
    await this.#studio.context.workspaceState.update(Command.copyMcpConfiguration, on || undefined);
    await showOn(on);
  }

  async #close(): Promise<void> {
    this.#listening?.dispose();
    this.#listening = undefined;
    const door = this.#door;
    this.#door = undefined;
    await (await door)?.close();
  }

  get #folder(): string {
    return join(this.#studio.context.globalStorageUri.fsPath, 'mcp');
  }
}

/** Offers to turn it off, or no more. */
async function showOn(on: boolean): Promise<void> {
  await vscode.commands.executeCommand('setContext', ContextKey.mcpOn, on);
}

/** The folders that are open here, as paths. */
function folders(): string[] {
  return (vscode.workspace.workspaceFolders ?? []).map(({ uri }) =>
    uri.scheme === 'file' ? uri.fsPath : uri.toString(),
  );
}
