import * as vscode from 'vscode';
import type { ToolName } from '../../shared/agents/toolNames.ts';
import type { Job } from '../../engine/jobs/job.ts';
import { abortOn } from './abortOn.ts';
import type { Agents, ToolResult } from './agents.ts';
import { Task } from './task.ts';

/** Chats are not said to end: so many of the last ones are remembered. */
const maxTasks = 100;

/** The tools of VS Code's own agents. A task is a chat. */
export class Tools {
  readonly #tasks = new Map<string, Task>();

  /** See `LanguageModelTool.invoke`. */
  async invoke(
    agents: Agents,
    name: ToolName,
    { input, toolInvocationToken }: vscode.LanguageModelToolInvocationOptions<unknown>,
    token: vscode.CancellationToken,
  ): Promise<vscode.LanguageModelToolResult> {
    const task = this.#taskOf(toolInvocationToken);
    const { signal, listening } = abortOn(token);
    try {
      if (name !== 'wait') return partsOf(await agents.call(name, input, task, { signal }));
      return partsOf(await waitFor(agents, input, task, signal));
    } finally {
      listening.dispose();
    }
  }

  /** The chat that the call comes from; VS Code says no more of it than what stands in its token. Without one nothing is remembered. */
  #taskOf(token: unknown): Task {
    const agent = vscode.l10n.t('an agent in VS Code');
    const key = keyOf(token);
    if (key === undefined) return new Task(agent, { remembers: false });
    const task = this.#tasks.get(key) ?? new Task(agent, { remembers: true });
    // Used last, so it stands last.
    this.#tasks.delete(key);
    this.#tasks.set(key, task);
    const [oldest] = this.#tasks.keys();
    if (this.#tasks.size > maxTasks && oldest !== undefined) this.#tasks.delete(oldest);
    return task;
  }
}

/** A person sees in the status bar how far it is. */
function waitFor(agents: Agents, input: unknown, task: Task, signal: AbortSignal): Thenable<ToolResult> {
  const options = { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('An agent waits for a clip') };
  return vscode.window.withProgress(options, (progress) => {
    const onChange = (job: Job): void => progress.report({ message: agents.progressOf(job) });
    return agents.call('wait', input, task, { signal, onChange });
  });
}

/** What the token says of the chat, in one way of writing it: a URI remembers how it was looked at, and says so in JSON. */
function keyOf(token: unknown): string | undefined {
  if (typeof token !== 'object' || token === null) return undefined;
  const known = Object.entries(token).filter(([, value]) => value !== undefined && value !== null);
  if (known.length === 0) return undefined;
  try {
    return JSON.stringify(
      known.map(([name, value]) => [name, value instanceof vscode.Uri ? value.toString() : (value as unknown)]),
    );
  } catch {
    return undefined;
  }
}

function partsOf({ text, picture }: ToolResult): vscode.LanguageModelToolResult {
  return new vscode.LanguageModelToolResult([
    new vscode.LanguageModelTextPart(text),
    ...(picture === undefined ? [] : [vscode.LanguageModelDataPart.image(picture.data, picture.mimeType)]),
  ]);
}
