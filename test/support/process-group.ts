import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';

/** A program with all it starts, ended as one. VS Code's server leaves children behind when only it is ended. */
export interface ProcessGroup {
  /** What it printed so far, both streams. */
  readonly output: () => string;
  /** Resolves when the program itself has ended, however. */
  readonly ended: Promise<void>;
  /** Ends the whole group and resolves when none of it is left. */
  readonly stop: () => Promise<void>;
}

/** How long a group may take to end by itself, in milliseconds. */
const PATIENCE = 3_000;

/** Starts `command` in a process group of its own, which also ends when this process does. POSIX only. */
export function startGroup(
  command: string,
  args: readonly string[],
  options: { env?: NodeJS.ProcessEnv; onLine?: (line: string) => void } = {},
): ProcessGroup {
  const child = spawn(command, args, {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...options.env },
  });
  const lines: string[] = [];
  for (const input of [child.stdout, child.stderr]) {
    createInterface({ input }).on('line', (line) => {
      lines.push(line);
      options.onLine?.(line);
    });
  }
  const ended = new Promise<void>((resolve) => {
    child.on('error', (error) => {
      lines.push(String(error));
      resolve();
    });
    child.on('exit', () => resolve());
  });

  const signal = (name: NodeJS.Signals | 0): boolean => {
    if (child.pid === undefined) return false;
    try {
      return process.kill(-child.pid, name);
    } catch {
      return false;
    }
  };
  const kill = (): void => void signal('SIGKILL');
  process.once('exit', kill);

  const stop = async (): Promise<void> => {
    signal('SIGTERM');
    const deadline = Date.now() + PATIENCE;
    // Nothing tells when a group is empty, so it is asked.
    while (signal(0)) {
      if (Date.now() > deadline) kill();
      await delay(20);
    }
    await ended;
    process.removeListener('exit', kill);
  };
  return { output: () => lines.join('\n'), ended, stop };
}
