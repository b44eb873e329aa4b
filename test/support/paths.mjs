// The places that tests and `npm start` share. Plain JavaScript, because set-up runs before anything is installed.
import { join } from 'node:path';

const windows = process.platform === 'win32';

/** The checkout's top. */
export const root = join(import.meta.dirname, '..', '..');

/** Everything that is fetched or kept between runs; safe to delete. */
export const cache = join(root, '.vscode-test');

/** Everything that a run makes; safe to delete. */
export const out = join(root, 'out');

/** The pinned Node that scripts, tests and VS Code's server run on. */
export const node = windows ? join(root, 'node_modules/node/bin/node.exe') : join(root, 'node_modules/.bin/node');

/** The Node of the oldest VS Code we support (the floor), where npm has it for this platform. */
export const floorNode = join(cache, 'node-floor/node_modules/floor/bin', windows ? 'node.exe' : 'node');

/** The code-server package: a program for people around VS Code's own server. */
export const codeServer = join(cache, 'code-server/node_modules/code-server');

/** VS Code itself, as code-server carries it. */
export const vscode = join(codeServer, 'lib/vscode');

/** The packaged extension. */
export const vsix = join(out, 'seedance-studio.vsix');
