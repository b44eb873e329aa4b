// Runs a program without its noise: what it printed is shown only when it fails.
import { spawn } from 'node:child_process';
import { delimiter } from 'node:path';

const windows = process.platform === 'win32';

/**
 * Runs `command` and resolves with what it printed; rejects with that same text when it exits with anything but 0.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<string>}
 */
export function quiet(command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let printed = '';
    child.stdout.on('data', (data) => (printed += data));
    child.stderr.on('data', (data) => (printed += data));
    child.on('error', reject);
    child.on('close', (code, signal) =>
      code === 0
        ? resolve(printed)
        : reject(new Error(`${command} ${args.join(' ')} ended with ${signal ?? code}:\n${printed.trim()}`)),
    );
  });
}

/**
 * Runs npm in `cwd`. It runs on the Node outside node_modules, since `npm ci` deletes the one inside, and it does not
 * inherit the folder of the npm script that may have called us.
 * @param {string[]} args
 * @param {string} cwd
 */
export function npm(args, cwd) {
  const env = { ...process.env };
  delete env['npm_config_local_prefix'];
  const key = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  env[key] = (env[key] ?? '')
    .split(delimiter)
    .filter((folder) => !/node_modules[\\/]\.bin[\\/]?$/.test(folder))
    .join(delimiter);
  return quiet('npm', [...args, '--no-fund', '--no-audit', '--no-update-notifier', '--loglevel=error'], {
    cwd,
    env,
    shell: windows,
  });
}
