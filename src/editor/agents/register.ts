import * as vscode from 'vscode';
import { registerCommand } from '../commands.ts';
import { Command } from '../contributions.ts';
import type { Studio } from '../studio.ts';
import type { AgentSide } from './agentSide.ts';
import type { SeedanceApi } from './api.ts';

/** What of package.json is read here: it stands there anyway, and all that stands in the code is read at every start. */
interface Manifest {
  readonly contributes: { readonly languageModelTools: readonly { readonly name: string }[] };
}

/** What agents and other extensions can do here. All of it is loaded at its first use. */
export function registerAgents(studio: Studio): SeedanceApi {
  const { context, log } = studio;
  let side: Promise<AgentSide> | undefined;
  const use = <T>(run: (side: AgentSide) => T | Promise<T>): Promise<T> =>
    (side ??= import('./agentSide.ts').then((loaded) => new loaded.AgentSide(studio))).then(run);
  context.subscriptions.push(
    ...(context.extension.packageJSON as Manifest).contributes.languageModelTools.map(({ name }) =>
      vscode.lm.registerTool(name, {
        invoke: (options, token) => use((side) => side.invoke(name, options, token)),
        prepareInvocation: () => use((side) => side.prepare(name)),
      }),
    ),
    registerCommand(Command.copyMcpConfiguration, log, () => use(({ mcp }) => mcp.copyConfiguration())),
    registerCommand(Command.turnOffMcp, log, () => use(({ mcp }) => mcp.turnOff())),
    registerCommand(Command.forgetAgentSums, log, () => use((side) => side.forgetSums())),
  );
  // Kept under the name of what has turned it on.
  if (context.workspaceState.get(Command.copyMcpConfiguration)) void use(({ mcp }) => mcp.resume());
  return {
    version: 1,
    generate: (request) => use((side) => side.generate(request)),
    jobs: (limit) => use((side) => side.jobs(limit)),
    onDidChangeJob: (listener) => {
      const listening = use((side) => side.onDidChangeJob(listener));
      return { dispose: () => listening.then((each) => each.dispose()) };
    },
  };
}
