import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  CallToolRequestSchema,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
  type CallToolResult,
  type Tool,
} from '@modelcontextprotocol/sdk/types.js';
import { inputSchemaOf } from '../shared/agents/inputs.ts';
import { toolNames } from '../shared/agents/toolNames.ts';
import { toolTexts } from '../shared/agents/toolTexts.ts';
import type { Place } from './doors.ts';
import { Window, WindowError, type Result } from './window.ts';

/** How often (ms) a client hears that a call goes on: a person may think about a question, and most clients give up after a minute. */
const signOfLife = 5000;

/** Which window is asked. */
export interface Where {
  /** Where the windows write down how they are reached. */
  readonly folder: string;
  readonly place: Place;
  readonly version: string;
}

/** The MCP server: knows the tools, and lets the window of VS Code do all that they are for. Keeps nothing, and holds no key. */
export function mcpServer({ folder, place, version }: Where) {
  // What it takes is parsed where it is done: the server that parses by itself would bring 100 KB for that.
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- meant for those who know what they do, as the SDK says of it
  const server = new Server(
    { name: 'seedance-studio', title: 'Seedance Studio', version },
    { capabilities: { tools: {} } },
  );
  let window: Window | undefined;
  let looking: Promise<Window> | undefined;
  const look = async (): Promise<Window> => {
    try {
      window = await Window.find(folder, place, server.getClientVersion()?.name ?? 'MCP');
      return window;
    } finally {
      looking = undefined;
    }
  };
  // Calls that come at once share a connection: what a person allows counts for that one alone.
  const open = async (): Promise<Window> => {
    if (window !== undefined && !window.gone) return window;
    looking ??= look();
    return await looking;
  };

  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: toolNames.map(toolOf) }));
  server.setRequestHandler(
    CallToolRequestSchema,
    async ({ params }, { signal, _meta, sendNotification }): Promise<CallToolResult> => {
      const name = toolNames.find((each) => each === params.name);
      if (name === undefined) throw new McpError(ErrorCode.InvalidParams, `There is no tool "${params.name}".`);
      let [progress, message] = [0, 'The person may be asked in VS Code.'];
      const tell = (): void => {
        const { progressToken } = _meta ?? {};
        if (progressToken === undefined) return;
        // Whoever does not listen any more is not told.
        sendNotification({
          method: 'notifications/progress',
          params: { progressToken, progress: ++progress, message },
        }).catch(() => undefined);
      };
      const alive = setInterval(tell, signOfLife);
      const onProgress = (said: string): void => {
        message = said;
        tell();
      };
      try {
        return contentOf(await (await open()).call(name, params.arguments ?? {}, { signal, onProgress }));
      } catch (error) {
        if (!(error instanceof WindowError)) throw error;
        return { isError: true, content: [{ type: 'text', text: error.message }] };
      } finally {
        clearInterval(alive);
      }
    },
  );
  server.onclose = (): void => {
    window?.close();
    looking?.then((found) => found.close()).catch(() => undefined);
  };
  return server;
}

function toolOf(name: (typeof toolNames)[number]): Tool {
  const { description, readOnly } = toolTexts[name];
  return {
    name,
    description,
    inputSchema: inputSchemaOf(name) as Tool['inputSchema'],
    annotations: { readOnlyHint: readOnly, destructiveHint: !readOnly, idempotentHint: readOnly, openWorldHint: true },
  };
}

function contentOf({ text, picture }: Result): CallToolResult {
  return {
    content: [{ type: 'text', text }, ...(picture === undefined ? [] : [{ type: 'image' as const, ...picture }])],
  };
}
