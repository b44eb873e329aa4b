import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { until } from '../support/until.ts';
import { Dialog } from '../support/workbench/dialog.ts';
import { connectAgent } from './agent.ts';
import { Studio } from './support.ts';

let studio: Studio;
const clients: Client[] = [];

before(async () => {
  // What lets VS Code's own agents run tools without a question.
  studio = await Studio.open({ settings: { 'chat.tools.global.autoApprove': true, 'chat.tools.autoApprove': true } });
});
afterEach(async (context) => {
  await studio.afterTest(context);
  await studio.wb.notifications.clear();
  await studio.closeTabs();
});
after(async () => {
  for (const client of clients) await client.close();
  await studio.close();
});

interface Said {
  readonly isError?: boolean;
  readonly content: readonly { readonly text: string }[];
}

const doors = (): string[] => readdirSync(join(studio.storage, 'mcp')).filter((name) => name.endsWith('.json'));

async function agent(): Promise<Client> {
  const client = await connectAgent(studio, 'Agent of the test');
  clients.push(client);
  return client;
}

function generate(client: Client, prompt: string): Promise<Said> {
  const input = { prompt, files: ['lake-at-dawn.png'], duration: 4, resolution: '480p', model: 'seedance-2.0' };
  return client.callTool({ name: 'generate', arguments: input }) as unknown as Promise<Said>;
}

/** Answers as people do who have read the question: what comes sooner is not taken for an answer. */
async function readAndChoose(button: string): Promise<void> {
  const question = await Dialog.get(studio.wb.page, 'Let the agent');
  await studio.wb.page.waitForTimeout(700);
  await question.choose(button);
}

test('nobody outside reaches a window in which the configuration was never copied', async () => {
  await studio.submit('A window of its own');
  assert.equal(readdirSync(studio.storage).includes('mcp'), false);
});

test('a question that is refused posts nothing, and one that is agreed to exactly one job', async () => {
  const { wb } = studio;
  await wb.run('Seedance: Copy MCP Configuration');
  const notice = await wb.notifications.get('The MCP configuration is on the clipboard');
  assert.deepEqual(await notice.buttons(), ['Turn Off']);
  const client = await agent();
  const before = (await studio.ledger()).length;

  const refused = generate(client, 'Mist, as the agent wants it');
  const question = await Dialog.get(wb.page, 'Let the agent “Agent of the test” generate a clip in the sandbox?');
  const { detail } = await question.text();
  for (const part of [
    'Prompt: Mist, as the agent wants it',
    'Seedance 2.0 · ',
    ' · 4 s · 480p',
    'lake-at-dawn.png: ',
    'Nothing is charged',
  ])
    assert.ok(detail.includes(part), `${part} in ${detail}`);
  assert.deepEqual((await question.buttons()).sort(), ['Allow Up to a Sum…', 'Cancel', 'Generate Once']);
  await wb.screenshot('agent-asks');
  assert.equal((await studio.ledger()).length, before, 'nothing is sent while the question stands');
  await question.choose('Cancel');
  const no = await refused;
  assert.equal(no.isError, true);
  assert.match(no.content[0]?.text ?? '', /Nothing was generated\. .*did not agree/);
  assert.equal((await studio.ledger()).length, before);

  const agreed = generate(client, 'Mist, as the person wants it');
  await readAndChoose('Generate Once');
  const yes = await agreed;
  assert.equal(yes.isError, undefined);
  assert.match(yes.content[0]?.text ?? '', /"prompt": "Mist, as the person wants it"/);
  const prompts = (await studio.ledger()).slice(before).map(({ request }) => request['prompt']);
  assert.deepEqual(prompts, ['Mist, as the person wants it']);
});

test('a sum that a person types lets more clips pass, until it is used up', async () => {
  const { wb } = studio;
  const client = await agent();
  const [last] = (await studio.ledger()).slice(-1);
  const price = last?.creditsCharged ?? 0;
  assert.ok(price > 0);
  const before = (await studio.ledger()).length;
  const first = generate(client, 'One of the sum');
  await readAndChoose('Allow Up to a Sum…');
  await wb.quickInput.type(String(2 * price));
  await wb.quickInput.accept();
  assert.equal((await first).isError, undefined);
  assert.equal((await generate(client, 'Two of the sum')).isError, undefined);
  const third = generate(client, 'Three is too much');
  const question = await Dialog.get(wb.page, 'Let the agent');
  assert.match((await question.text()).detail, /Left of what you allowed: 0 credits\./);
  await question.choose('Cancel');
  assert.equal((await third).isError, true);
  const prompts = (await studio.ledger()).slice(before).map(({ request }) => request['prompt']);
  assert.deepEqual(prompts, ['One of the sum', 'Two of the sum']);
});

test('the configuration that was copied works after a reload, and no more once it was turned off', async () => {
  const { wb } = studio;
  const client = await agent();
  const [door] = doors();
  await wb.reload();
  await until('the door of the new window', () => doors().some((name) => name !== door));
  const list = (): Promise<Said> => client.callTool({ name: 'list', arguments: {} }) as unknown as Promise<Said>;
  await until('an answer', async () => (await list()).isError === undefined);
  await wb.run('Seedance: Copy MCP Configuration');
  await (await wb.notifications.get('The MCP configuration is on the clipboard')).choose('Turn Off');
  await wb.notifications.get('Agents outside of VS Code do not reach this workspace any more.');
  assert.equal((await list()).isError, true);
  await wb.reload();
  await studio.jobs();
  assert.deepEqual(doors(), []);
  assert.equal((await list()).isError, true);
});

test('what was turned on is turned off from the palette, when its message is long gone', async () => {
  const { wb } = studio;
  await wb.run('Seedance: Copy MCP Configuration');
  await wb.notifications.get('The MCP configuration is on the clipboard');
  const [door] = doors();
  await wb.reload();
  await until('the door of the new window', () => doors().some((name) => name !== door));
  await wb.run('Seedance: Turn Off MCP Access');
  await wb.notifications.get('Agents outside of VS Code do not reach this workspace any more.');
  assert.deepEqual(doors(), []);
});
