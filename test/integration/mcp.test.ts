import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { commands, ConfigurationTarget, env, extensions, window, workspace } from 'vscode';
import { Command } from '../../src/editor/contributions.ts';
import { readLedger } from '../../src/sandbox/ledger.ts';
import { doorSchema, type Door } from '../../src/shared/agents/wire.ts';
import { toolNames } from '../../src/shared/agents/toolNames.ts';
import { Person } from './questions.ts';
import { until } from './until.ts';

const storage = join(
  process.env['SEEDANCE_TEST_USER_DATA'] ?? '',
  'User/globalStorage/seedance-studio.seedance-studio',
);
const folder = join(storage, 'mcp');

/** What the sandbox of the extension itself took. */
const charges = async (): Promise<number> => (await readLedger(join(storage, 'sandbox'))).length;

interface Server {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Agents outside of VS Code, by the SDK's own client and the configuration that a person copies. */
describe('an MCP client', () => {
  let person: Person;
  let server: Server;
  /** Presses “Turn Off” below the message. */
  let turnOff: () => void;
  const open: Client[] = [];
  const configuration = workspace.getConfiguration();
  const showInformationMessage = window.showInformationMessage;

  const doors = (): string[] => readdirSync(folder).filter((name) => name.endsWith('.json'));
  const door = (): Door => {
    const [name = ''] = doors();
    return doorSchema.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')));
  };

  /** Copies the configuration as a person does, and leaves its message there. */
  async function copy(): Promise<Server> {
    const pressed = Promise.withResolvers<string | undefined>();
    turnOff = () => pressed.resolve('Turn Off');
    const said = Promise.withResolvers<string>();
    Reflect.set(window, 'showInformationMessage', (message: string) => {
      if (!message.includes('clipboard')) return Promise.resolve(undefined);
      said.resolve(message);
      return pressed.promise;
    });
    void commands.executeCommand(Command.copyMcpConfiguration);
    assert.match(await said.promise, /It holds no secret\. .*you are asked before anything is paid for/);
    const { mcpServers } = JSON.parse(await env.clipboard.readText()) as { mcpServers: { seedance: Server } };
    return mcpServers.seedance;
  }

  async function connected(name = 'Test Agent'): Promise<Client> {
    const client = new Client({ name, version: '1' });
    // Nothing of this process's environment but what the configuration says.
    await client.connect(new StdioClientTransport({ ...server, args: [...server.args] }));
    open.push(client);
    return client;
  }

  interface Said {
    readonly isError?: boolean;
    readonly content: readonly { readonly type: string; readonly text: string }[];
  }

  async function call(client: Client, name: string, input: Record<string, unknown>): Promise<Said> {
    return (await client.callTool({ name, arguments: input })) as unknown as Said;
  }

  const textOf = ({ content: [first] }: Said): string => first?.text ?? '';

  before(async () => {
    await extensions.getExtension('seedance-studio.seedance-studio')?.activate();
    await configuration.update('seedance.sandbox', true, ConfigurationTarget.Global);
  });

  after(async () => {
    Reflect.set(window, 'showInformationMessage', showInformationMessage);
    await configuration.update('seedance.sandbox', undefined, ConfigurationTarget.Global);
  });

  beforeEach(async () => {
    person = new Person();
    server = await copy();
  });

  afterEach(async () => {
    person.leave();
    for (const client of open.splice(0)) await client.close();
    turnOff();
    await until('the closed door', () => doors().length === 0);
  });

  it('finds the tools with their schemas', async () => {
    const { tools } = await (await connected()).listTools();
    assert.deepEqual(
      tools.map(({ name }) => name),
      toolNames,
    );
    assert.deepEqual(tools[0]?.inputSchema.required, ['prompt']);
    assert.equal(tools.find(({ name }) => name === 'list')?.annotations?.readOnlyHint, true);
  });

  it('is asked about by name; a no posts nothing, a yes exactly one job', async () => {
    const client = await connected('Evil [x](command:y) Agent');
    const before = await charges();
    const refused = await call(client, 'generate', { prompt: 'Dunes', duration: 4 });
    assert.equal(refused.isError, true);
    assert.match(textOf(refused), /did not agree/);
    assert.equal(await charges(), before);
    assert.equal(
      person.asked[0]?.message,
      'Let the agent “Evil [x] (command:y) Agent” generate a clip in the sandbox?',
    );
    assert.deepEqual(person.asked[0].buttons, ['Generate Once', 'Allow Up to a Sum…']);
    person.answer = () => 'Generate Once';
    const agreed = await call(client, 'generate', { prompt: 'Dunes', duration: 4 });
    assert.equal(agreed.isError, undefined);
    assert.equal(await charges(), before + 1);
    const { job } = JSON.parse(textOf(agreed)) as { job: string };
    const progress: string[] = [];
    const done = (await client.callTool({ name: 'wait', arguments: { job } }, undefined, {
      onprogress: ({ message }) => progress.push(message ?? ''),
    })) as unknown as Said;
    assert.match(textOf(done), /"state": "succeeded"/);
    assert.ok(
      progress.some((message) => message.startsWith('Dunes · ')),
      progress.join('\n'),
    );
  });

  it('cannot agree in the place of a person', async () => {
    const client = await connected();
    const before = await charges();
    for (const input of [{ prompt: 'Dunes', approved: true }, { prompt: 'Dunes', upTo: 500 }, { prompt: 5 }, {}]) {
      const said = await call(client, 'generate', input);
      assert.equal(said.isError, true);
      assert.match(textOf(said), /nothing was done/);
    }
    assert.equal(person.asked.length, 0);
    await assert.rejects(client.callTool({ name: 'approve', arguments: {} }), /no tool "approve"/);
    assert.equal(await charges(), before);
  });

  it('may spend what a person typed for its connection, and is asked about after that', async () => {
    const client = await connected();
    const settings = { duration: 5, resolution: '480p', model: 'seedance-2.0-fast', aspectRatio: '1:1' };
    person.answer = () => 'Generate Once';
    const first = JSON.parse(textOf(await call(client, 'generate', { prompt: 'One', ...settings }))) as {
      readonly creditsCharged: number;
    };
    const price = first.creditsCharged;
    assert.ok(price > 0);
    person.answer = () => 'Allow Up to a Sum…';
    // Too little for this clip, no number, and a box that is closed: nobody has agreed.
    for (const typed of [String(price - 1), 'all', '-5', '1e9', undefined]) {
      person.typed = typed;
      assert.match(textOf(await call(client, 'generate', { prompt: 'None', ...settings })), /did not agree/);
    }
    person.typed = String(2 * price);
    await call(client, 'generate', { prompt: 'Two', ...settings });
    assert.match(
      person.boxes.at(-1) ?? '',
      /^Credits that the agent “Test Agent” may spend in the sandbox .* all of its conversations until it disconnects, /,
    );
    const asked = person.asked.length;
    assert.equal((await call(client, 'generate', { prompt: 'Three', ...settings })).isError, undefined);
    assert.equal(person.asked.length, asked, 'within the sum');
    person.answer = () => undefined;
    assert.match(textOf(await call(client, 'generate', { prompt: 'Four', ...settings })), /did not agree/);
    assert.equal(person.asked.length, asked + 1);
    assert.match(person.asked.at(-1)?.detail ?? '', /Left of what you allowed: 0 credits/);
    // What is taken back is asked about again.
    person.answer = () => 'Allow Up to a Sum…';
    person.typed = String(5 * price);
    await call(client, 'generate', { prompt: 'Taken back', ...settings });
    await commands.executeCommand(Command.forgetAgentSums);
    person.answer = () => undefined;
    assert.match(textOf(await call(client, 'generate', { prompt: 'Asked again', ...settings })), /did not agree/);
    assert.doesNotMatch(person.asked.at(-1)?.detail ?? '', /Left of what you allowed/);
    // Another connection has nothing of it.
    person.answer = () => 'Allow Up to a Sum…';
    person.typed = '100000';
    await call(client, 'generate', { prompt: 'Five', ...settings });
    person.answer = () => undefined;
    const other = await connected('Other');
    assert.match(textOf(await call(other, 'generate', { prompt: 'Six', ...settings })), /did not agree/);
  });

  it('keeps of that sum what was surely not sent', async () => {
    const client = await connected();
    const settings = { duration: 5, resolution: '480p', model: 'seedance-2.0-fast', aspectRatio: '1:1' };
    person.answer = () => 'Generate Once';
    const first = JSON.parse(textOf(await call(client, 'generate', { prompt: 'Known', ...settings }))) as {
      readonly creditsCharged: number;
    };
    person.answer = () => 'Allow Up to a Sum…';
    person.typed = String(2 * first.creditsCharged);
    await call(client, 'generate', { prompt: 'First of the sum', ...settings });
    const asked = person.asked.length;
    const [root] = workspace.workspaceFolders ?? [];
    assert.ok(root);
    const link = join(root.uri.fsPath, 'leads-outside');
    symlinkSync(tmpdir(), link);
    await configuration.update('seedance.outputFolder', 'leads-outside', ConfigurationTarget.Global);
    try {
      const refused = await call(client, 'generate', { prompt: 'Nowhere to go', ...settings });
      assert.match(textOf(refused), /is a link to .*, outside of the workspace/);
    } finally {
      await configuration.update('seedance.outputFolder', undefined, ConfigurationTarget.Global);
      rmSync(link);
    }
    assert.equal((await call(client, 'generate', { prompt: 'Second of the sum', ...settings })).isError, undefined);
    assert.equal(person.asked.length, asked, 'within the sum');
  });

  it('cancels the jobs of its own connection unasked, and those of others only when a person agrees', async () => {
    const client = await connected();
    person.answer = () => 'Generate Once';
    const { job } = JSON.parse(textOf(await call(client, 'generate', { prompt: 'Slow [sandbox:slow]' }))) as {
      job: string;
    };
    const other = await connected('Other');
    person.answer = () => undefined;
    assert.match(textOf(await call(other, 'cancel', { job })), /did not agree/);
    const asked = person.asked.length;
    assert.match(textOf(await call(client, 'cancel', { job })), /"state": "cancelled"/);
    assert.equal(person.asked.length, asked);
  });

  it('comes through a socket that is its owner’s alone, by a word that opens once', async () => {
    const before = door();
    if (process.platform !== 'win32') {
      assert.equal(statSync(folder).mode & 0o777, 0o700);
      assert.equal(statSync(dirname(before.socket)).mode & 0o777, 0o700);
      assert.equal(statSync(before.socket).mode & 0o777, 0o600);
      assert.equal(statSync(join(folder, doors()[0] ?? '')).mode & 0o777, 0o600);
    }
    await call(await connected(), 'list', {});
    const after = door();
    assert.notEqual(after.token, before.token);
    // The word that is used up, a wrong one, none, and what is no message at all: each is shown the door.
    const said = [
      JSON.stringify({ token: before.token, agent: 'a' }),
      JSON.stringify({ token: `${after.token}x`, agent: 'a' }),
      JSON.stringify({ type: 'call', id: 1, tool: 'list', input: {} }),
      'x'.repeat(10_000),
      'GET / HTTP/1.1',
    ];
    for (const line of said) assert.equal(await answerTo(after.socket, `${line}\n`), '', line.slice(0, 60));
    assert.equal(door().token, after.token);
  });

  it('finds the window again after it was sent away, and is told where there is none', async () => {
    const client = await connected();
    assert.equal((await call(client, 'list', {})).isError, undefined);
    turnOff();
    await until('the closed door', () => doors().length === 0);
    const nobody = await call(client, 'list', {});
    assert.equal(nobody.isError, true);
    assert.match(textOf(nobody), /No window answers\. Ask the person to open .*Copy MCP Configuration/);
    await copy();
    assert.equal((await call(client, 'list', {})).isError, undefined);
  });

  it('is sent away by the command as by the button', async () => {
    const client = await connected();
    assert.equal((await call(client, 'list', {})).isError, undefined);
    await commands.executeCommand(Command.turnOffMcp);
    assert.deepEqual(doors(), []);
    assert.equal((await call(client, 'list', {})).isError, true);
    await copy();
  });

  it('can come at the same time as others', async () => {
    const clients = await Promise.all([connected('A'), connected('B'), connected('C')]);
    const said = await Promise.all(clients.map((client) => call(client, 'list', {})));
    assert.deepEqual(
      said.map(({ isError }) => isError),
      [undefined, undefined, undefined],
    );
  });

  it('ends with the program that has started it', async () => {
    const child = spawn(server.command, [...server.args], {
      env: { ...server.env },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const ended = Promise.withResolvers<number | null>();
    child.on('exit', ended.resolve);
    child.stdin.end();
    assert.equal(await ended.promise, 0);
  });
});

/** All that the socket says to this until it hangs up. */
async function answerTo(path: string, text: string): Promise<string> {
  const socket = connect(path);
  const said: string[] = [];
  const { promise, resolve } = Promise.withResolvers<undefined>();
  socket.on('data', (data) => said.push(data.toString()));
  socket.on('error', () => undefined);
  socket.on('close', () => resolve(undefined));
  socket.write(text);
  await promise;
  return said.join('');
}
