import { spawn, type ChildProcess } from 'node:child_process';
import { homedir } from 'node:os';
import type { Readable } from 'node:stream';
import * as l10n from '@vscode/l10n';
import { number } from '../amounts.ts';

/** What a program may print at most, characters: it is to print a URL. */
const maxOutput = 64 * 1024;

/** How long (ms) what a program has printed is waited for when it has ended: what it has started may hold its outputs open for ever. */
const grace = 1000;

/**
 * Runs a program without a shell and without input, and resolves to what it printed. At an abort, or when its time (s) is over, it is
 * ended with all that it has started. Rejects with the signal's reason, or with an `Error` in the user's language.
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  { seconds, signal }: { readonly seconds: number; readonly signal: AbortSignal },
): Promise<string> {
  signal.throwIfAborted();
  // In a group of its own, so that it can be ended with its children. Not in the workspace: a program there is not meant.
  const child = spawn(program, args, {
    cwd: homedir(),
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
  const end = (): void => endTree(child);
  const time = { over: false };
  const limit = setTimeout(() => {
    time.over = true;
    end();
  }, seconds * 1000);
  signal.addEventListener('abort', end, { once: true });
  try {
    const [printed, said] = [textOf(child.stdout), textOf(child.stderr)];
    const code = await codeOf(child);
    signal.throwIfAborted();
    if (time.over) throw new Error(l10n.t('it took longer than {0} s', number(seconds)));
    if (code !== 0) throw new Error(lastLine(said()) ?? l10n.t('it ended with {0}', String(code)));
    return printed();
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    clearTimeout(limit);
    signal.removeEventListener('abort', end);
  }
}

/** How the program ended, when its outputs have too or had their time. Rejects where it could not be started. */
function codeOf(child: ChildProcess): Promise<number | string | null> {
  return new Promise((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'ENOENT' ? new Error(l10n.t('there is no such program'), { cause: error }) : error);
    });
    child.once('exit', () => {
      const timer = setTimeout(() => {
        child.stdout?.destroy();
        child.stderr?.destroy();
      }, grace);
      child.once('close', () => clearTimeout(timer));
    });
    child.once('close', (code, signal) => resolve(code ?? signal));
  });
}

/** Reads the stream; tells what has come so far. */
function textOf(stream: Readable): () => string {
  let text = '';
  stream.on('data', (piece: Buffer) => (text = (text + piece.toString()).slice(-maxOutput)));
  return () => text;
}

function endTree({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore', windowsHide: true });
    return;
  }
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself meanwhile.
  }
}

function lastLine(text: string): string | undefined {
  return text.trim().split('\n').at(-1)?.slice(0, 300) || undefined;
}
