import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';

/** A program with all it starts, ended as one. VS Code's server leaves children behind when only it is ended. */
export interface ProcessGroup {
  /** What it printed so far, both streams. */
  readonly output: () => string;
  /** Resolves when the program itself has ended, with its exit code; null when a signal ended it. */
  readonly ended: Promise<number | null>;
  /** Ends the whole group; resolves when none of it is left and all its output has been read. */
  readonly stop: () => Promise<void>;
}

/** How long a group may take to end by itself, in milliseconds. */
const PATIENCE = 3_000;

/**
 * Run inside the group: reads from a pipe that only we hold open. When we die, in whatever way, the pipe ends and the
 * group ends itself.
 */
const WATCHED = '(cat <&3; kill -s KILL 0) >/dev/null 2>&1 & exec "$@" 3<&-';

/** Starts `command` in a process group of its own, which never outlives this process. POSIX only. */
export function startGroup(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv; onLine?: (line: string) => void } = {},
): ProcessGroup {
  const child = spawn('sh', ['-c', WATCHED, 'sh', command, ...args], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    ...options,
  });
  const lines: string[] = [];
  for (const input of [child.stdout, child.stderr]) {
    if (input)
      createInterface({ input }).on('line', (line) => {
        lines.push(line);
        options.onLine?.(line);
      });
  }
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', resolve);
  });
  const silent = new Promise<void>((resolve) => child.on('close', () => resolve()));

  const signal = (name: NodeJS.Signals | 0): boolean => {
    if (child.pid === undefined) return false;
    try {
      return process.kill(-child.pid, name);
    } catch {
      return false;
    }
  };
  const stop = async (): Promise<void> => {
    signal('SIGTERM');
    const deadline = Date.now() + PATIENCE;
    // Nothing tells when a group is empty, so it is asked.
    while (signal(0)) {
      if (Date.now() > deadline) signal('SIGKILL');
      await delay(20);
    }
    await silent;
  };
  return { output: () => lines.join('\n'), ended, stop };
}
