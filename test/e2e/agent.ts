import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { Studio } from './support.ts';

/** An agent outside of VS Code, by the configuration that is on the clipboard. `name`: what it calls itself. */
export async function connectAgent({ wb }: Studio, name: string): Promise<Client> {
  const copied = await wb.page.evaluate<string>('navigator.clipboard.readText()');
  const { mcpServers } = JSON.parse(copied) as {
    mcpServers: { seedance: { command: string; args: string[]; env: Record<string, string> } };
  };
  const client = new Client({ name, version: '1' });
  await client.connect(new StdioClientTransport(mcpServers.seedance));
  return client;
}
