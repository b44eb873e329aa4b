import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';
import { clipBytes } from '../engine/fixtures.ts';
import { makeAuthority } from '../proxy/authority.ts';
import { startConnectProxy, type ConnectProxy } from '../proxy/connectProxy.ts';
import { temporaryFolder } from '../engine/folder.ts';

/** A test, or whatever else comes to an end. */
type Ending = Pick<TestContext, 'after'>;

/** What there is to be said back. */
interface Said {
  readonly key: string;
  /** The key in several spellings. */
  readonly words: string;
  /** The request as it came. */
  readonly heard: string;
  /** The service's own. */
  readonly origin: string;
}

/** Says it somewhere in an answer. */
type Answer = (response: ServerResponse, said: Said) => void;

/** A service that repeats the key that it is asked with wherever it can, and hosts that it sends people on to. */
export interface Parrot {
  readonly baseUrl: string;
  readonly proxy: ConnectProxy;
  /** All that came to hosts which are not the service, as it came. */
  readonly strangers: readonly string[];
  /** What the service was asked, `POST /path`. */
  readonly asked: readonly string[];
}

const json =
  (status: number, body: (words: string) => unknown, headers: Record<string, string> = {}): Answer =>
  (response, { words }) =>
    void response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(JSON.stringify(body(words)));

const refusal = (words: string): unknown => ({ success: false, error: { code: words, message: words } });

const elsewhere =
  (status: number): Answer =>
  (response, { key, words }) =>
    void response
      .writeHead(status, {
        location: `https://elsewhere.test/${encodeURIComponent(key)}?said=${encodeURIComponent(words)}`,
      })
      .end();

const raw =
  (head: (said: Said) => string): Answer =>
  (response, said) =>
    void response.socket?.end(head(said));

/** Answers that bring nothing, to whatever was asked. */
const failures: Readonly<Record<string, Answer>> = {
  'a refusal': json(400, refusal),
  'a refusal in a word': json(422, (words) => ({ success: false, error: words })),
  'a refusal that is nested': json(400, (words) => ({
    success: false,
    error: { detail: [{ headers: { authorization: words } }], [words]: words },
  })),
  'a bad key': json(401, refusal),
  'no credits': json(402, refusal),
  forbidden: json(403, refusal),
  'too many': (response, { key, words }) =>
    void response
      .writeHead(429, { 'retry-after': key.replace(/[^\x21-\x7e]/g, ''), 'content-type': 'application/json' })
      .end(JSON.stringify(refusal(words))),
  conflict: json(409, refusal),
  outage: json(500, refusal),
  'a page': (response, { words }) => void response.writeHead(200, { 'content-type': 'text/html' }).end(`<p>${words}`),
  'a page of a proxy': (response, { heard }) =>
    void response.writeHead(502, { 'content-type': 'text/html' }).end(`<pre>${heard}</pre>`),
  'what it heard': (response, { heard }) => void response.writeHead(200, { 'content-type': 'text/plain' }).end(heard),
  'packed words': (response, { words }) =>
    void response
      .writeHead(400, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
      .end(gzipSync(JSON.stringify(refusal(words)))),
  'words in the status line': raw(({ key }) => `HTTP/1.1 400 ${key}\r\ncontent-length: 0\r\n\r\n`),
  'a header that is none': raw(({ heard }) => `HTTP/1.1 200 OK\r\n${heard}\0\r\n\r\n`),
  'no HTTP': raw(({ heard }) => heard),
  '302 elsewhere': elsewhere(302),
  '307 elsewhere': elsewhere(307),
  '308 elsewhere': elsewhere(308),
};

const clipUrl = 'https://clips.test/clip.mp4';

/** An answer to a create that says more than it should; then to look at it. */
const creates: Readonly<Record<string, Answer>> = {
  ...failures,
  'no id': json(200, (words) => ({ success: true, status: words, model: words })),
  'the key as the id': (response, said) =>
    json(200, (words) => ({ success: true, requestId: `Bearer ${said.key}`, status: words }))(response, said),
};

const looks: Readonly<Record<string, Answer>> = {
  ...failures,
  'words as the reason': json(200, (words) => ({
    success: true,
    status: 'failed',
    error: { code: words, message: words },
  })),
  'words as the status': json(200, (words) => ({ success: true, status: words })),
  'words as the id': json(200, (words) => ({ success: true, requestId: words, status: 'processing' })),
  'words behind the address': json(200, (words) => ({
    success: true,
    status: 'succeeded',
    output: { type: 'video', url: `${clipUrl}?said=${encodeURIComponent(words)}` },
  })),
  'the key as a host': (response, { key }) =>
    void response.writeHead(200, { 'content-type': 'application/json' }).end(
      JSON.stringify({
        success: true,
        status: 'succeeded',
        output: { url: `https://${Buffer.from(key).toString('hex').slice(0, 60)}.clips.test/clip.mp4` },
      }),
    ),
  'a clip of its own': (response, said) =>
    json(200, () => ({ success: true, status: 'succeeded', output: { url: `${said.origin}/clip.mp4` } }))(
      response,
      said,
    ),
  'a clip that is elsewhere': (response, said) =>
    json(200, () => ({ success: true, status: 'succeeded', output: { url: `${said.origin}/moved.mp4` } }))(
      response,
      said,
    ),
};

/** What can be done wrong with a create, a look and a cancel. */
export const parrotSays = {
  create: Object.keys(creates),
  look: Object.keys(looks),
  cancel: Object.keys(failures),
} as const;

/** Starts one that has heard of `key`. A prompt says what it does, `create: a refusal`; all else goes well. It ends with the test. */
export async function startParrot(t: Ending, key: string): Promise<Parrot> {
  const authority = makeAuthority(temporaryFolder(t), 'Parrot');
  const words = wordsOf(key);
  const strangers: string[] = [];
  const asked: string[] = [];
  /** What is still to go wrong with the request that has this id. */
  const wrongs = new Map<string, string>();
  let ids = 0;

  const service = await listen(t, createServer({ maxHeaderSize: 64 * 1024 }), (request, body, response) => {
    const { method = '', url = '', headers } = request;
    asked.push(`${method} ${url}`);
    const said = { key, words, heard: heardOf(request, body), origin: `http://${headers.host ?? ''}` };
    if (url === '/moved.mp4') {
      elsewhere(302)(response, said);
      return;
    }
    if (url === '/clip.mp4') {
      response.writeHead(200, { 'content-type': 'video/mp4' }).end(clipBytes(2000));
      return;
    }
    const isCreate = method === 'POST' && url.endsWith('/generations');
    const [, id = ''] = /generations\/([^/]+)/.exec(url) ?? [];
    const wrong = isCreate ? promptOf(body) : (wrongs.get(id) ?? '');
    const [step = '', name = ''] = wrong.split(': ');
    if (isCreate) {
      const answer = step === 'create' ? creates[name] : undefined;
      if (answer !== undefined) {
        answer(response, said);
        return;
      }
      const requestId = `req_${ids++}`;
      wrongs.set(requestId, wrong);
      json(200, () => ({ success: true, requestId, status: 'queued', creditsCharged: 1 }))(response, said);
      return;
    }
    const isCancel = url.endsWith('/cancel');
    const answer =
      isCancel && step === 'cancel' ? failures[name] : !isCancel && step === 'look' ? looks[name] : undefined;
    wrongs.delete(id);
    const well = isCancel
      ? json(200, () => ({ success: true, status: 'cancelled' }))
      : json(200, () => ({ success: true, status: 'failed' }));
    (answer ?? well)(response, said);
  });
  const stranger = await listen(t, createSecureServer(authority.issue('clips.test')), (request, body, response) => {
    strangers.push(heardOf(request, body));
    response.writeHead(200, { 'content-type': 'video/mp4' }).end(clipBytes(2000));
  });
  const hosts = { 'clips.test:443': portOf(stranger), 'elsewhere.test:443': portOf(stranger) };
  const proxy = await startConnectProxy({ hosts });
  t.after(() => proxy.close());
  return { baseUrl: `http://127.0.0.1:${portOf(service)}`, proxy, strangers, asked };
}

/** The key in the spellings in which a server may come to say it. */
function wordsOf(key: string): string {
  const json = JSON.stringify(key).slice(1, -1);
  return [
    `Bearer ${key}`,
    encodeURIComponent(key),
    JSON.stringify(json),
    Buffer.from(`Bearer ${key}`).toString('base64'),
    Buffer.from(`k:${key}`).toString('base64url'),
    Buffer.from(key).toString('hex'),
    key.toLowerCase(),
    key.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
  ].join(' ');
}

function promptOf(body: string): string {
  return String((JSON.parse(body) as { prompt?: unknown }).prompt);
}

function heardOf({ method, url, rawHeaders }: IncomingMessage, body: string): string {
  const headers = rawHeaders.map((text, index) => (index % 2 === 0 ? `${text}: ` : `${text}\r\n`)).join('');
  return `${method ?? ''} ${url ?? ''} HTTP/1.1\r\n${headers}\r\n${body}`;
}

async function listen(
  t: Ending,
  server: Server,
  answer: (request: IncomingMessage, body: string, response: ServerResponse) => void,
): Promise<Server> {
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => answer(request, Buffer.concat(pieces).toString(), response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return server;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
