import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { installProgram, type Host, type McpCommand } from '../../../../../src/editor/agents/mcp/program.ts';

describe('the command that starts the MCP server', { skip: process.platform === 'win32' && 'no links' }, () => {
  let root: string;
  let folder: string;
  let built: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'seedance-program-'));
    folder = join(root, 'storage/mcp');
    built = join(root, 'mcp.js');
    writeFileSync(built, 'console.log(process.env.SEEDANCE_WORKSPACE);');
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const desktop = (execPath: string, more: Partial<Host> = {}): Host => ({
    execPath,
    platform: 'linux',
    env: {},
    versions: { electron: '39.0.0' },
    ...more,
  });
  const install = (host: Host): Promise<McpCommand> => installProgram(folder, built, '/work', host);
  const start = ({ command, args, env }: McpCommand): string =>
    execFileSync(command, args, { env: { ...env }, encoding: 'utf8' });

  it('stays the same where VS Code is mounted or unpacked at another place at each start, and starts it there', async () => {
    const commands: McpCommand[] = [];
    for (const place of ['.mount_CodeAbc', '.mount_CodeXyz']) {
      const mounted = join(root, place);
      mkdirSync(mounted);
      symlinkSync(process.execPath, join(mounted, 'code'));
      const command = await install(desktop(join(mounted, 'code')));
      commands.push(command);
      assert.equal(start(command), '/work\n');
      rmSync(mounted, { recursive: true });
    }
    assert.deepEqual(commands[0], commands[1]);
    assert.ok(commands.every(({ command }) => command.startsWith(folder)));
  });

  it('names no revision of a snap', async () => {
    const { command, env } = await install(desktop('/snap/code/149/usr/share/code/code'));
    assert.equal(readlinkSync(command), '/snap/code/current/usr/share/code/code');
    assert.equal(env['ELECTRON_RUN_AS_NODE'], '1');
    const { command: other } = await install(desktop('/snap/codium/x7/usr/share/codium/codium'));
    assert.equal(readlinkSync(other), '/snap/codium/current/usr/share/codium/codium');
  });

  it('is a Node of the agent’s own where VS Code is in a Flatpak', async () => {
    const env = { FLATPAK_ID: 'com.visualstudio.code' };
    const { command, env: given } = await install(desktop('/app/extra/vscode/code', { env }));
    assert.equal(command, 'node');
    assert.deepEqual(given, { SEEDANCE_WORKSPACE: '/work' });
    // Started from the terminal of one, it is in none.
    assert.notEqual((await install(desktop('/usr/share/code/code', { env }))).command, 'node');
  });

  it('is VS Code itself on a Mac, where it stays', async () => {
    const path = '/Applications/Visual Studio Code.app/Contents/MacOS/Electron';
    assert.equal((await install(desktop(path, { platform: 'darwin' }))).command, path);
  });
});
