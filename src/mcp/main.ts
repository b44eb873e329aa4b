// The program that agents outside of VS Code start: an MCP server on stdio. It stands in the folder in which the windows of VS Code write
// down how they are reached, and asks them for everything.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { mcpServer } from './server.ts';

/** That of the extension; written in when it is built. */
declare const VERSION: string;

const server = mcpServer({
  folder: dirname(fileURLToPath(import.meta.url)),
  place: { cwd: workingDirectory(), workspace: process.env['SEEDANCE_WORKSPACE'] ?? '' },
  version: VERSION,
});
await server.connect(new StdioServerTransport());
// Whoever started it has gone.
process.stdin.on('end', () => void server.close());

/** Empty where it was deleted. */
function workingDirectory(): string {
  try {
    return process.cwd();
  } catch {
    return '';
  }
}
