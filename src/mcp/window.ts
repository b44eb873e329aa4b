import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { ToolName } from '../shared/agents/toolNames.ts';
import { linesOf } from '../shared/agents/lines.ts';
import { answerSchema, maxLine, type Door, type Hello, type WireAnswer, type WireCall } from '../shared/agents/wire.ts';
import { doorsFor, doorsIn, type Place } from './doors.ts';

/** What a call brought. */
export type Result = Extract<WireAnswer, { type: 'result' }>;

/** Why a window could not do what was asked: a sentence for the agent. */
export class WindowError extends Error {
  override readonly name = 'WindowError';
}

/** How often a window is asked for its word anew: another server may have used it up between reading and saying it. */
const tries = 10;

/** So long (ms) it waits before it asks once more, at most, and longer each time: several servers begin with one window at once. */
const pause = 50;

interface Waiting {
  readonly resolve: (result: Result) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress: (message: string) => void;
}

/** A connection to the window of VS Code that has the workspace open. */
export class Window {
  readonly #socket: Socket;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;
  #gone = false;

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** True once the window has closed, or was told to let nobody in. */
  get gone(): boolean {
    return this.#gone;
  }

  /** Finds the window among those written down in `folder`, for an agent at work in `place`. Rejects with `WindowError`. */
  static async find(folder: string, place: Place, agent: string): Promise<Window> {
    for (let attempt = 0; attempt < tries; attempt++) {
      if (attempt > 0) await setTimeout(Math.random() * pause * attempt);
      const doors = await doorsFor(await doorsIn(folder), place);
      const entered = await Window.#enterFirst(doors, agent.slice(0, 200));
      if (entered === 'nobody') break;
      if (entered !== 'refused') return entered;
    }
    throw new WindowError(await whyNobody(folder, place));
  }

  /** Lets the window do what a tool is for. Rejects with `WindowError`; an aborted call goes on there only as far as it was sent. */
  async call(
    tool: ToolName,
    input: unknown,
    { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress: (message: string) => void },
  ): Promise<Result> {
    if (this.#gone) throw gone();
    const id = ++this.#last;
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    this.#waiting.set(id, { resolve, reject, onProgress });
    const cancel = (): void => this.#say({ type: 'cancel', id });
    signal.addEventListener('abort', cancel);
    this.#say({ type: 'call', id, tool, input });
    if (signal.aborted) cancel();
    try {
      return await promise;
    } finally {
      signal.removeEventListener('abort', cancel);
      this.#waiting.delete(id);
    }
  }

  close(): void {
    this.#socket.destroy();
  }

  /** Goes to the next door only where nobody is behind one: a word that another server has used up is asked for anew. */
  static async #enterFirst(doors: readonly Door[], agent: string): Promise<Window | 'refused' | 'nobody'> {
    for (const { socket, token } of doors) {
      const entered = await Window.#enter(socket, { token, agent });
      if (entered !== 'nobody') return entered;
    }
    return 'nobody';
  }

  static async #enter(path: string, hello: Hello): Promise<Window | 'refused' | 'nobody'> {
    const socket = await connected(path);
    if (socket === undefined) return 'nobody';
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const window = new Window(socket);
    socket.write(`${JSON.stringify(hello)}\n`);
    void window.#listen(() => resolve(true)).finally(() => resolve(false));
    return (await promise) ? window : 'refused';
  }

  async #listen(onWelcome: () => void): Promise<void> {
    try {
      for await (const line of linesOf(this.#socket, () => maxLine)) {
        const answer = answerSchema.parse(JSON.parse(line));
        if (answer.type === 'welcome') onWelcome();
        else this.#hear(answer);
      }
    } catch {
      // It has gone, or is of a version that says what this one does not know.
    } finally {
      this.#gone = true;
      this.#socket.destroy();
      for (const { reject } of this.#waiting.values()) reject(gone());
    }
  }

  #hear(answer: Exclude<WireAnswer, { type: 'welcome' }>): void {
    const waiting = this.#waiting.get(answer.id);
    if (answer.type === 'progress') waiting?.onProgress(answer.message);
    else if (answer.type === 'error') waiting?.reject(new WindowError(answer.message));
    else waiting?.resolve(answer);
  }

  #say(call: WireCall): void {
    if (this.#socket.writable) this.#socket.write(`${JSON.stringify(call)}\n`);
  }
}

function gone(): WindowError {
  return new WindowError(
    'The window of VS Code closed meanwhile. What was sent goes on: call list before any other generate, a job that is there was paid for.',
  );
}

/** Undefined where nobody is there. */
async function connected(path: string): Promise<Socket | undefined> {
  const socket = connect(path);
  try {
    await once(socket, 'connect');
  } catch {
    return undefined;
  }
  socket.on('error', () => undefined);
  return socket;
}

/** What to tell an agent that no window answers. */
async function whyNobody(folder: string, { cwd, workspace }: Place): Promise<string> {
  const wanted = [...new Set([workspace, cwd])].filter((path) => path !== '').map((path) => `"${path}"`);
  const what = wanted.length === 0 ? 'VS Code' : `${wanted.join(' or ')} in VS Code`;
  const todo = `No window answers. Ask the person to open ${what} with the extension Seedance Studio, and to run "Seedance: Copy MCP Configuration" there if agents' access is turned off. Then call again.`;
  const others = (await Promise.all((await doorsIn(folder)).map(({ door }) => folderNames(door)))).filter(
    (names) => names !== undefined,
  );
  if (others.length === 0) return todo;
  return `${todo} Windows that are open answer agents at work in their own folders only: ${others.join('; ')}.`;
}

/** The folders of a window that is there. */
async function folderNames({ socket: path, folders }: Door): Promise<string | undefined> {
  const socket = await connected(path);
  socket?.destroy();
  if (socket === undefined) return undefined;
  return folders.length === 0 ? 'one without a folder' : folders.map((name) => `"${name}"`).join(', ');
}
