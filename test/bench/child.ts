import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A program of this folder that runs in a process of its own: its memory and its share of the processor are its alone. */
export interface Child {
  readonly pid: number;
  /** Sends it something, where something is given, and resolves with the next that it sends; rejects where it ends before. */
  ask(message?: object): Promise<unknown>;
  stop(): Promise<void>;
}

/** Starts the program in `file` with what it finds in `process.argv[2]`, as JSON. It ends with this process. */
export function startChild(file: string, input: object = {}): Child {
  const child = fork(join(import.meta.dirname, file), [JSON.stringify(input)], {
    execArgv: ['--disable-warning=ExperimentalWarning', '--expose-gc'],
  });
  const ended = once(child, 'exit');
  return {
    pid: child.pid ?? 0,
    async ask(message) {
      const answer = Promise.race([
        once(child, 'message').then(([answer]: unknown[]) => answer),
        ended.then(() => Promise.reject(new Error(`${file} ended without an answer`))),
      ]);
      if (message !== undefined) child.send(message);
      return answer;
    },
    async stop() {
      child.kill();
      await ended;
    },
  };
}

/** In a program that was started so: what it was given. */
export function given(): unknown {
  // Without the process that started it nobody waits for its figures.
  process.on('disconnect', () => process.exit());
  return JSON.parse(process.argv[2] ?? '{}');
}

/** Likewise: sends something to who started it. */
export function answer(message: unknown): void {
  process.send?.(message);
}
