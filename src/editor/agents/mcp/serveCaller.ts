import type { Socket } from 'node:net';
import * as vscode from 'vscode';
import { linesOf } from '../../../shared/agents/lines.ts';
import { callSchema, helloSchema, maxLine, type WireAnswer, type WireCall } from '../../../shared/agents/wire.ts';
import type { Agents } from '../agents.ts';
import { Task } from '../task.ts';
import type { Knock } from './door.ts';
import type { Job } from '../../../engine/jobs/job.ts';

/** The longest line of somebody who has not said the word yet, bytes. */
const maxHello = 4096;

/** Serves one MCP server as long as it stays. It is one task: what a person agreed to is forgotten when it goes, if not before. */
export async function serveCaller(socket: Socket, knock: Knock, agents: () => Promise<Agents>): Promise<void> {
  let task: Task | undefined;
  const running = new Map<number, AbortController>();
  const say = (answer: WireAnswer): void => {
    if (socket.writable) socket.write(`${JSON.stringify(answer)}\n`);
  };
  try {
    for await (const line of linesOf(socket, () => (task === undefined ? maxHello : maxLine))) {
      if (task === undefined) {
        const hello = helloSchema.safeParse(parsed(line));
        if (!hello.success || !(await knock(hello.data.token))) return;
        task = new Task(vscode.l10n.t('the agent “{0}”', hello.data.agent), { remembers: true, isConnection: true });
        say({ type: 'welcome' });
        continue;
      }
      const call = callSchema.safeParse(parsed(line));
      if (!call.success) return;
      if (call.data.type === 'cancel') running.get(call.data.id)?.abort();
      else void run(call.data, task);
    }
  } catch {
    // It has gone, or said what no caller of ours says.
  } finally {
    for (const stop of running.values()) stop.abort();
  }

  async function run({ id, tool, input }: Extract<WireCall, { type: 'call' }>, task: Task): Promise<void> {
    const stop = new AbortController();
    running.set(id, stop);
    try {
      const side = await agents();
      const onChange = (job: Job): void => say({ type: 'progress', id, message: side.progressOf(job) });
      const { text, picture } = await side.call(tool, input, task, { signal: stop.signal, onChange });
      const shown = picture && { data: Buffer.from(picture.data).toString('base64'), mimeType: picture.mimeType };
      say({ type: 'result', id, text, ...(shown !== undefined && { picture: shown }) });
    } catch (error) {
      say({ type: 'error', id, message: error instanceof Error ? error.message : String(error) });
    } finally {
      running.delete(id);
    }
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
