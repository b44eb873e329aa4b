// The second half of `npm start`: builds, installs, serves until it is told to end, and leaves no process behind.
import { cpSync, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { packageExtension } from './build.ts';
import { startCodeServer } from './code-server.ts';
import { freePort } from './free-port.ts';
import { installExtension } from './install-extension.ts';
import { cache, root, vsix } from './paths.mjs';

const DEFAULT_PORT = 8080;

const { values } = parseArgs({ options: { port: { type: 'string' }, folder: { type: 'string' } } });
const home = join(cache, 'start');

const asked = values.port === undefined ? undefined : Number(values.port);
const port = await freePort(asked ?? DEFAULT_PORT);
if (asked !== undefined && port !== asked) {
  console.error(`Port ${asked} is taken. Without --port a free one is found.`);
  process.exit(1);
}

const packaged = await packageExtension();
console.log(packaged ? 'Seedance Studio built and packaged' : 'Seedance Studio is up to date');
const extensions = await installExtension(vsix, join(home, 'extensions'));

const server = await startCodeServer({
  extensions,
  home,
  port,
  settings: { 'seedance.sandbox': true },
});
console.log(`Seedance Studio is ready: ${server.url(folder())}`);

let stopping = false;
const stop = async (code: number): Promise<void> => {
  if (stopping) return;
  stopping = true;
  await server.stop();
  process.exit(code);
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
process.on('disconnect', () => void stop(0));
void server.ended.then(async () => {
  if (!stopping) console.error(`VS Code ended by itself:\n${server.output()}`);
  await stop(1);
});

/** The folder asked for, or a copy of the sample: what is made in it stays for the next start. */
function folder(): string {
  if (values.folder !== undefined) return resolve(process.env['INIT_CWD'] ?? '.', values.folder);
  const sample = join(home, 'sample');
  if (!existsSync(sample)) cpSync(join(root, 'test/fixtures/workspace'), sample, { recursive: true });
  return sample;
}
