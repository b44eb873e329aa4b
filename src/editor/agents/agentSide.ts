import * as vscode from 'vscode';
import { toolNames, type ToolName } from '../../shared/agents/toolNames.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Studio } from '../studio.ts';
import { AgentError } from './agentError.ts';
import { Agents } from './agents.ts';
import type { GenerateRequest, JobInfo } from './api.ts';
import { doing } from './doing.ts';
import { explained } from './explained.ts';
import { jobInfo } from './jobInfo.ts';
import { McpAccess } from './mcp/access.ts';
import { askPerson } from './question.ts';
import { Task } from './task.ts';
import { Tools } from './tools.ts';

/** How many jobs another extension gets at once where it says nothing, and at most. */
const jobsAtOnce = { usual: 50, most: 1000 };

/** All ways by which agents and other extensions come in; behind them is one `Agents`. */
export class AgentSide {
  readonly mcp: McpAccess;
  readonly #studio: Studio;
  readonly #tools = new Tools();
  #agents: Promise<Agents> | undefined;

  constructor(studio: Studio) {
    this.#studio = studio;
    this.mcp = new McpAccess(studio, () => this.#open());
    studio.context.subscriptions.push(this.mcp);
  }

  /** What a chat says while a tool runs. It brings no question: ours comes by itself where there is something to agree to. */
  prepare(tool: string): vscode.PreparedToolInvocation {
    return { invocationMessage: doing(toolOf(tool)) };
  }

  /** A call of a tool by an agent of VS Code. */
  async invoke(
    tool: string,
    options: vscode.LanguageModelToolInvocationOptions<unknown>,
    token: vscode.CancellationToken,
  ): Promise<vscode.LanguageModelToolResult> {
    const name = toolOf(tool);
    return this.#tools.invoke(await this.#open(), name, options, token);
  }

  /** Takes back every sum that an agent may spend unasked. Where nobody was asked yet there is none. */
  async forgetSums(): Promise<void> {
    (await this.#agents)?.forgetSums();
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Forgotten: agents of this window ask you again before each clip.'),
    );
  }

  /** See `SeedanceApi.generate`. Each call is a task of its own: nobody can tell which extension it is of. */
  async generate(request: GenerateRequest): Promise<JobInfo> {
    const task = new Task(vscode.l10n.t('another extension'), { remembers: false });
    return jobInfo(await (await this.#open()).generate(request, task, { signal: new AbortController().signal }));
  }

  /** See `SeedanceApi.jobs`. */
  async jobs(limit: number = jobsAtOnce.usual): Promise<JobInfo[]> {
    const wanted = Number.isInteger(limit) && limit > 0 ? Math.min(limit, jobsAtOnce.most) : jobsAtOnce.usual;
    return (await this.#open()).jobs(wanted).map(jobInfo);
  }

  /** See `SeedanceApi.onDidChangeJob`. Opens no store: without one nothing changes. */
  onDidChangeJob(listener: (job: JobInfo) => unknown): { dispose(): unknown } {
    const changes = new vscode.EventEmitter<JobInfo>();
    changes.event(listener);
    let gone = false;
    let following: { dispose(): void } | undefined;
    const follow = ({ store }: Engine): void => {
      if (!gone)
        following ??= store.onDidChange(({ changed }) => {
          for (const job of changed) changes.fire(jobInfo(job));
        });
    };
    const opening = this.#studio.onDidOpenEngine(follow);
    this.#followStore(follow);
    return new vscode.Disposable(() => {
      gone = true;
      for (const each of [changes, opening, following]) each?.dispose();
    });
  }

  /** Where there is a store, it is open or about to be. */
  #followStore(follow: (engine: Engine) => void): void {
    const store = vscode.Uri.joinPath(this.#studio.context.globalStorageUri, 'jobs.db');
    const opened = vscode.workspace.fs.stat(store).then(() => this.#studio.engine());
    opened.then(follow, () => undefined);
  }

  #open(): Promise<Agents> {
    const { log } = this.#studio;
    this.#agents ??= this.#studio.engine().then(
      (engine) => new Agents(this.#studio, engine, askPerson),
      (error: unknown) => {
        // A store that could not be opened now may be at the next call.
        this.#agents = undefined;
        throw explained(error, log);
      },
    );
    return this.#agents;
  }
}

/** The tool that VS Code knows by this name. */
function toolOf(id: string): ToolName {
  const name = toolNames.find((each) => id === `seedance_${each}`);
  if (name === undefined) throw new AgentError(`There is no tool "${id}".`);
  return name;
}
