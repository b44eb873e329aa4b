import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { mcpServer } from '../../../src/mcp/server.ts';
import { Window } from '../../../src/mcp/window.ts';
import { linesOf } from '../../../src/shared/agents/lines.ts';
import { callSchema, helloSchema, type Door, type WireAnswer } from '../../../src/shared/agents/wire.ts';

/** How agents outside of VS Code come to the window that they mean, among real sockets. */
describe('the window that answers an agent', () => {
  let root: string;
  let folder: string;
  const opened: (() => unknown)[] = [];
  /** How many connections the windows have taken. */
  let taken = 0;

  beforeEach(() => {
    taken = 0;
    root = realpathSync(mkdtempSync(join(tmpdir(), 'seedance-windows-')));
    folder = join(root, 'doors');
    for (const name of ['doors', 'home/a/sub', 'home/b', 'home/..b']) mkdirSync(join(root, name), { recursive: true });
  });

  afterEach(() => {
    for (const close of opened.splice(0)) close();
    rmSync(root, { recursive: true });
  });

  const at = (name: string): string => join(root, 'home', name);
  const socketPath = (name: string): string =>
    process.platform === 'win32' ? `\\\\.\\pipe\\${basename(root)}-${name}` : join(root, `${name}.sock`);
  let windows = 0;

  function write(pid: number, door: Door): void {
    writeFileSync(join(folder, `${pid}.json`), JSON.stringify(door));
  }

  /** A window with these folders, which says its name when it is called. `used`: how often its word was used up by somebody else. */
  async function open(name: string, folders: readonly string[], { used = 0 } = {}): Promise<void> {
    const pid = ++windows;
    const socket = socketPath(String(pid));
    let wrong = used;
    const server = createServer((caller) => {
      opened.push(() => caller.destroy());
      // Callers go as they please.
      serve(caller).catch(() => undefined);
    });
    const serve = async (caller: Socket): Promise<void> => {
      const say = (answer: WireAnswer): unknown => caller.write(`${JSON.stringify(answer)}\n`);
      let isIn = false;
      for await (const line of linesOf(caller, () => 4096)) {
        if (isIn) {
          say({ type: 'result', id: callSchema.parse(JSON.parse(line)).id, text: name });
          continue;
        }
        if (helloSchema.parse(JSON.parse(line)).token !== 'word' || wrong-- > 0) return void caller.destroy();
        isIn = true;
        taken += 1;
        say({ type: 'welcome' });
      }
    };
    server.listen(socket);
    await once(server, 'listening');
    opened.push(() => server.close());
    write(pid, { socket, token: 'word', folders: [...folders] });
    utimesSync(join(folder, `${pid}.json`), pid, pid);
  }

  async function whoAnswers(place: { readonly cwd?: string; readonly workspace?: string }): Promise<string> {
    const window = await Window.find(folder, { cwd: '', workspace: '', ...place }, 'Agent');
    opened.push(() => window.close());
    const { signal } = new AbortController();
    return (await window.call('list', {}, { signal, onProgress: () => undefined })).text;
  }

  it('holds its working directory more closely than any other, whichever was opened or asked last', async () => {
    await open('sub', [at('a/sub')]);
    await open('a', [at('a')]);
    await open('home', [at('')]);
    await open('b', [at('b')]);
    assert.equal(await whoAnswers({ cwd: at('a/sub') }), 'sub');
    assert.equal(await whoAnswers({ cwd: at('a') }), 'a');
    assert.equal(await whoAnswers({ cwd: at('b') }), 'b');
    assert.equal(await whoAnswers({ cwd: at('..b') }), 'home');
    assert.equal(await whoAnswers({ workspace: at('a') }), 'a');
  });

  it('is that of the project it works in, where the configuration was copied in another one', async () => {
    await open('a', [at('a')]);
    await open('b', [at('b')]);
    assert.equal(await whoAnswers({ cwd: at('b'), workspace: at('a') }), 'b');
    assert.equal(await whoAnswers({ cwd: at('a/sub'), workspace: at('b') }), 'a');
  });

  it('is that of the configuration where it works in no folder that is open, or above all of them', async () => {
    await open('home', [at('')]);
    await open('a', [at('a')]);
    for (const cwd of ['/', at(''), tmpdir(), ''])
      assert.equal(await whoAnswers({ cwd, workspace: at('a') }), 'a', cwd);
  });

  it('is found by any folder of a window with several, and through links', async () => {
    await open('both', [at('b'), at('a')]);
    symlinkSync(at('a'), join(root, 'link'));
    assert.equal(await whoAnswers({ cwd: at('a') }), 'both');
    assert.equal(await whoAnswers({ workspace: join(root, 'link/sub') }), 'both');
  });

  it('is one without a folder, or the only one, where the configuration was copied without a folder', async () => {
    await open('a', [at('a')]);
    assert.equal(await whoAnswers({ cwd: '/' }), 'a');
    await open('b', [at('b')]);
    await assert.rejects(whoAnswers({ cwd: '/' }), /No window answers/);
    await open('bare', []);
    assert.equal(await whoAnswers({ cwd: '/' }), 'bare');
  });

  it('is never another one: the agent is told which are open, and what to do', async () => {
    await open('a', [at('a')]);
    await open('bare', []);
    write(9999, { socket: socketPath('dead'), token: 'word', folders: [at('dead')] });
    await assert.rejects(whoAnswers({ cwd: at('b'), workspace: at('c') }), ({ message }: Error) => {
      assert.ok(message.includes(`open "${at('c')}" or "${at('b')}" in VS Code`), message);
      assert.match(message, /run "Seedance: Copy MCP Configuration" there/);
      assert.ok(message.includes(`in their own folders only: "${at('a')}"; one without a folder.`), message);
      return true;
    });
  });

  it('is a farther one where the closest has gone', async () => {
    await open('home', [at('')]);
    write(9999, { socket: socketPath('dead'), token: 'word', folders: [at('a')] });
    assert.equal(await whoAnswers({ cwd: at('a') }), 'home');
  });

  it('is the closest one also where others have just used up its word', async () => {
    await open('home', [at('')]);
    await open('a', [at('a')], { used: 3 });
    assert.equal(await whoAnswers({ cwd: at('a') }), 'a');
  });

  it('is asked over one connection by all calls that come at once, and looked for anew where nobody was there', async () => {
    const server = mcpServer({ folder, place: { cwd: at('a'), workspace: '' }, version: '1' });
    const client = new Client({ name: 'Agent', version: '1' });
    const [near, far] = InMemoryTransport.createLinkedPair();
    await Promise.all([server.connect(far), client.connect(near)]);
    opened.push(() => client.close());
    const ask = async (): Promise<string> => {
      const said: unknown = await client.callTool({ name: 'list', arguments: {} });
      const { content } = said as { readonly content: readonly { readonly text: string }[] };
      return content.map(({ text }) => text).join();
    };
    for (const text of await Promise.all([ask(), ask()])) assert.match(text, /^No window answers/);
    await open('a', [at('a')]);
    assert.deepEqual(await Promise.all([ask(), ask(), ask()]), ['a', 'a', 'a']);
    assert.equal(await ask(), 'a');
    assert.equal(taken, 1);
  });
});
