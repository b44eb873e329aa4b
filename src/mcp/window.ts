import { readdir, readFile, stat } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { join, relative, isAbsolute } from 'node:path';
import type { ToolName } from '../shared/agents/toolNames.ts';
import { linesOf } from '../shared/agents/lines.ts';
import {
  answerSchema,
  doorSchema,
  maxLine,
  type Door,
  type Hello,
  type WireAnswer,
  type WireCall,
} from '../shared/agents/wire.ts';

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

  /** Finds the window among those written down in `folder`. Rejects with `WindowError`. */
  static async find(folder: string, workspace: string, agent: string): Promise<Window> {
    for (let attempt = 0; attempt < tries; attempt++) {
      if (attempt > 0) await setTimeout(Math.random() * pause * attempt);
      const doors = await doorsIn(folder, workspace);
      for (const { socket, token } of doors) {
        const window = await Window.#enter(socket, { token, agent: agent.slice(0, 200) });
        if (window !== undefined) return window;
      }
      if (doors.length === 0) break;
    }
    const where = workspace === '' ? 'VS Code' : `"${workspace}" in VS Code`;
    throw new WindowError(
      `No window answers. Ask the person to open ${where} with the extension Seedance Studio, and to run "Seedance: Copy MCP Configuration" there if agents' access is turned off. Then call again.`,
    );
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

  /** Undefined where nobody is there, or the word is not that of the moment. */
  static async #enter(path: string, hello: Hello): Promise<Window | undefined> {
    const socket = connect(path);
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const window = new Window(socket);
    socket.once('connect', () => socket.write(`${JSON.stringify(hello)}\n`));
    socket.on('error', () => undefined);
    void window.#listen(() => resolve(true)).finally(() => resolve(false));
    return (await promise) ? window : undefined;
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

/** The doors to try: of windows that have the workspace open, the one opened last first. */
async function doorsIn(folder: string, workspace: string): Promise<Door[]> {
  const names = await readdir(folder).catch(() => []);
  const found = await Promise.all(
    names.filter((name) => /^\d+\.json$/.test(name)).map((name) => readDoor(join(folder, name))),
  );
  return found
    .filter((each) => each !== undefined)
    .filter(({ door }) => workspace === '' || door.folders.some((each) => isIn(each, workspace)))
    .sort((one, other) => other.at - one.at)
    .map(({ door }) => door);
}

async function readDoor(file: string): Promise<{ readonly door: Door; readonly at: number } | undefined> {
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(file, 'utf8'), stat(file)]);
    return { door: doorSchema.parse(JSON.parse(text)), at: mtimeMs };
  } catch {
    // Its window has closed in this moment.
    return undefined;
  }
}

function isIn(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (!way.startsWith('..') && !isAbsolute(way));
}
