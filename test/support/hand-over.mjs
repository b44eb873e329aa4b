// From the plain JavaScript that runs on any Node to the TypeScript that runs on the pinned one.
import { spawn } from 'node:child_process';
import { clearInterval, setInterval } from 'node:timers';
import { node } from './paths.mjs';

/**
 * Runs a TypeScript file on the pinned Node with our own arguments, passes signals on and ends with its exit code.
 * The channel between the two closes when this process dies in whatever way; the other one can end by that.
 * @param {string} script
 */
export function handOver(script) {
  const child = spawn(node, [script, ...process.argv.slice(2)], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // npm passes a signal on to the shell between us, which dies of it without a word.
  const parent = process.ppid;
  const orphaned = setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 300);
  child.on('exit', (code) => {
    clearInterval(orphaned);
    process.exitCode = code ?? 1;
  });
}
