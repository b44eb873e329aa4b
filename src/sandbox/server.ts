/**
 * A server that speaks the Seedance Open API on loopback: for trying without a key, and for tests. It is written from the public
 * reference alone and shares no code with the client, so that the two check each other.
 *
 * A word in the prompt asks for what a real service does now and then:
 *
 * | Word | What happens |
 * |---|---|
 * | `[sandbox:fail]` | charged, processed, then `failed` with the code `generation_failed` |
 * | `[sandbox:moderation]` | charged, processed, then `failed` with the code `content_moderation` (a face in the image) |
 * | `[sandbox:busy]` | it is queued ten times as long |
 * | `[sandbox:slow]` | processing takes ten times as long |
 * | `[sandbox:reject]` | refused at once: 400 `content_policy`, nothing charged |
 * | `[sandbox:no-credits]` | refused at once: 402 `insufficient_credits`, nothing charged |
 *
 * Beside the API it keeps files: `PUT /sandbox/media/{name}` (with the bearer) takes one and replies with its URL, which `mediaUrls`
 * accepts; `/sandbox/media/…` and `/sandbox/output/{requestId}.mp4` answer GET, with ranges, and nothing else. `webhookUrl` is
 * recorded and never called: what the service would send there is not known.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Api } from './api.ts';
import { checkBearer } from './bearer.ts';
import { openFolders } from './folders.ts';
import { sendJson } from './json.ts';
import { Outputs } from './outputs.ts';
import { Refusal } from './refusal.ts';
import { routesFor, type Route } from './routes.ts';

export interface SandboxOptions {
  /** Folder of the ledger, uploads and clips. Created when missing. Several servers (one per VS Code window) may share it at the same time. */
  readonly folder: string;
  /** Folder of the shipped fallback clips (media/sandbox). */
  readonly clips: string;
  /** 0 or left out: any free port. Always binds 127.0.0.1. */
  readonly port?: number;
  /** Accepted bearer keys: left out, any non-empty bearer that starts with `sd2_` is taken. */
  readonly keys?: readonly string[];
  /** How long a job is queued and processed, ms. Default { queued: 2000, processing: 5000 }. */
  readonly pace?: { readonly queued: number; readonly processing: number };
  /** `ffmpeg` program to use, or false for none (shipped clips). Default: 'ffmpeg' when it runs. */
  readonly ffmpeg?: string | false;
  /**
   * Fetches all media URLs itself when processing begins, as the real service does, and fails with `media_fetch_failed` where one cannot
   * be had. Only URLs of this machine are asked; others fail. Default: false, nothing is fetched and uploads alone are shown.
   */
  readonly fetchMedia?: boolean;
}

export interface Sandbox {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** Ends the server, its open connections and its renders. What is in the folder stays. */
  close(): Promise<void>;
}

/**
 * Starts a sandbox.
 *
 * @throws where the folder cannot be made or the port cannot be had.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const folders = await openFolders(options.folder);
  const outputs = new Outputs(folders, options.clips, options.ffmpeg ?? 'ffmpeg');
  const api = new Api(
    folders,
    outputs,
    options.pace ?? { queued: 2000, processing: 5000 },
    options.fetchMedia ?? false,
  );
  const routes = routesFor(api, folders);

  const server = createServer();
  const { promise: listening, resolve, reject } = Promise.withResolvers<undefined>();
  server.once('error', reject);
  server.listen(options.port ?? 0, '127.0.0.1', () => resolve(undefined));
  await listening;
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const underWay = new Set<Promise<void>>();
  server.on('request', (request, response) => {
    const answered = answer(request, response, routes, options.keys, origin).finally(() => underWay.delete(answered));
    underWay.add(answered);
  });

  return {
    origin,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await Promise.all([closed, ...underWay]);
      await api.close();
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  routes: readonly Route[],
  keys: readonly string[] | undefined,
  origin: string,
): Promise<void> {
  try {
    checkHost(request);
    const path = request.url?.replace(/\?.*$/s, '') ?? '';
    const here = routes.filter((route) => route.path.test(path));
    if (here.length === 0) throw new Refusal(404, 'not_found', 'There is no such endpoint.');
    const route = here.find(({ method }) => method === request.method);
    if (route === undefined) {
      response.setHeader('Allow', here.map(({ method }) => method).join(', '));
      throw new Refusal(405, 'method_not_allowed', 'The method is not allowed here.');
    }
    if (route.isPublic !== true) checkBearer(request, keys);
    const [, first = '', second = ''] = route.path.exec(path) ?? [];
    await route.handle({ request, response, origin }, first, second);
  } catch (error) {
    refuse(response, error);
  }
}

/** A page in a browser can point a host name of its own at 127.0.0.1; its requests still carry that name. */
function checkHost({ headers }: IncomingMessage): void {
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(headers.host ?? '')) {
    throw new Refusal(421, 'misdirected_request', 'The sandbox answers on 127.0.0.1 only.');
  }
}

function refuse(response: ServerResponse, error: unknown): void {
  // Half a file has left, or the client has: there is nothing more to say on this connection.
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const { status, code, message } =
    error instanceof Refusal ? error : new Refusal(500, 'internal_error', `The sandbox failed: ${String(error)}`);
  sendJson(response, status, { success: false, error: { code, message } });
}
