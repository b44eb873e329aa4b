import { spawn } from 'node:child_process';

/**
 * Runs a program without a shell until it has ended and all its pipes are closed.
 *
 * @param timeout ms after which it is killed.
 * @throws where it could not start, was stopped by the signal, took too long or ended with another code than 0.
 */
export async function run(
  program: string,
  args: readonly string[],
  { signal, timeout, cwd }: { readonly signal: AbortSignal; readonly timeout: number; readonly cwd: string },
): Promise<void> {
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const child = spawn(program, args, {
    cwd,
    // Not spawn's own `timeout`: its timer outlives a program that could not start.
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeout)]),
    killSignal: 'SIGKILL',
    stdio: ['ignore', 'ignore', 'pipe'],
    windowsHide: true,
  });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint = (complaint + text).slice(-2000)));
  let failure: Error | undefined;
  child.on('error', (error) => {
    failure = error;
    if (child.pid === undefined) reject(error);
  });
  child.on('close', (code, killedBy) => {
    if (code === 0) resolve(undefined);
    else reject(failure ?? new Error(`${program} ended with ${code ?? killedBy ?? 'nothing'}: ${complaint}`));
  });
  await promise;
}
