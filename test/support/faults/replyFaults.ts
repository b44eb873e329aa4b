import { gzipSync } from 'node:zlib';
import { pass, raw, withFields, type Fault, type Reply, type Scene, type Step } from './fault.ts';

const asked: readonly Step[] = ['create', 'look', 'cancel'];

const refusal = JSON.stringify({ success: false, error: { code: 'hostile', message: 'No.' } });
const htmlPage = '<!doctype html><title>Sign in</title><p>Welcome to the hotel</p>';
const bomb = gzipSync(Buffer.alloc(50_000_000, ' '));
const deep = '['.repeat(50_000) + ']'.repeat(50_000);

/** A status with a readable refusal, and the service never hears of the request. */
function refused(name: string, status: number, retryAfter?: () => string): Fault {
  return {
    name,
    steps: asked,
    reach: 'body',
    act({ response }) {
      const wait = retryAfter && { 'retry-after': retryAfter() };
      response.writeHead(status, { 'content-type': 'application/json', ...wait }).end(refusal);
    },
  };
}

/** A status instead of the reply, though the service has done its part. */
function instead(name: string, status: number, body: string | Buffer, headers: Record<string, string> = {}): Fault {
  const act = ({ response }: Scene): void => void response.writeHead(status, headers).end(body);
  return { name, steps: asked, reach: 'service', act };
}

/** The service's reply, with another body. */
function spoilt(name: string, body: (reply: Reply, scene: Scene) => string | Buffer, steps = asked): Fault {
  return { name, steps, reach: 'service', act: (scene, reply) => pass(scene, reply, body(reply, scene)) };
}

function redirect(name: string, status: number, location: (scene: Scene) => string): Fault {
  const act = (scene: Scene): void => void scene.response.writeHead(status, { location: location(scene) }).end();
  return { name, steps: asked, reach: 'body', act };
}

const statuses: readonly Fault[] = [
  {
    name: 'a 103 before the reply',
    steps: asked,
    reach: 'service',
    act(scene, reply) {
      scene.socket.write('HTTP/1.1 103 Early Hints\r\nlink: </a>; rel=preload\r\n\r\n');
      pass(scene, reply);
    },
  },
  {
    name: '101 nobody asked for',
    steps: asked,
    reach: 'service',
    act: (scene) => raw(scene, 'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: smoke\r\n\r\n'),
  },
  instead('204', 204, ''),
  redirect('302 to itself', 302, ({ request }) => request.url ?? '/'),
  redirect('307 in a loop', 307, ({ origin, random }) => `${origin}/api/open/v1/loop/${random.below(1e9)}`),
  redirect('308 elsewhere', 308, () => 'https://elsewhere.invalid/'),
  instead('304', 304, ''),
  refused('400', 400),
  refused('402', 402),
  refused('403', 403),
  refused('404', 404),
  refused('401', 401),
  refused('408', 408),
  refused('409', 409),
  refused('425', 425),
  refused('429', 429),
  refused('429 for 2 s', 429, () => '2'),
  refused('429 until 3 s later', 429, () => new Date(Date.now() + 3000).toUTCString()),
  refused('429 until 1994', 429, () => 'Sun, 06 Nov 1994 08:49:37 GMT'),
  refused('429 until 9999', 429, () => 'Fri, 31 Dec 9999 23:59:59 GMT'),
  refused('429 in no words', 429, () => 'soon'),
  refused('429 for ever', 429, () => '9'.repeat(400)),
  instead('418 in HTML', 418, htmlPage),
  refused('500', 500),
  refused('503', 503),
  instead('500 afterwards', 500, refusal),
  instead('502 afterwards', 502, htmlPage),
  instead('504 afterwards', 504, ''),
  {
    name: '999 afterwards',
    steps: asked,
    reach: 'service',
    act: (scene) => raw(scene, 'HTTP/1.1 999 What\r\ncontent-length: 0\r\n\r\n'),
  },
];

const bodies: readonly Fault[] = [
  instead('HTML', 200, htmlPage, { 'content-type': 'text/html' }),
  instead('nothing', 200, ''),
  instead('null', 200, 'null'),
  instead('a list', 200, '[1, 2]'),
  instead('a number', 200, '7'),
  spoilt('cut JSON', ({ body }) => body.subarray(0, body.length - 7)),
  spoilt('wrong types', (reply) => withFields(reply, { requestId: 7, status: ['queued'], output: 'clip' })),
  spoilt('nested 50,000 deep', () => deep),
  spoilt('nested 50,000 deep beside it', ({ body }) => `{"more": ${deep}, ${body.toString().slice(1)}`),
  spoilt('the same names twice', ({ body }) => `{"requestId": "req_other", "status": 1, ${body.toString().slice(1)}`),
  spoilt('a byte order mark', ({ body }) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), body])),
  {
    name: 'gzip',
    steps: asked,
    reach: 'service',
    act: (scene, reply) =>
      pass(scene, { ...reply, headers: { ...reply.headers, 'content-encoding': 'gzip' } }, gzipSync(reply.body)),
  },
  {
    name: 'said to be gzip',
    steps: asked,
    reach: 'service',
    act: (scene, reply) => pass(scene, { ...reply, headers: { ...reply.headers, 'content-encoding': 'gzip' } }),
  },
  instead('a gzip bomb', 200, bomb, { 'content-encoding': 'gzip' }),
  { name: '100 MB', steps: asked, reach: 'service', act: flood },
];

/** What a service says that forgets, or is of another version. */
const meanings: readonly Fault[] = [
  instead('no to what it took', 200, refusal),
  spoilt('no id', (reply) => withFields(reply, { requestId: '' }), ['create']),
  spoilt('an id that is a path', (reply) => withFields(reply, { requestId: '..' }), ['create']),
  spoilt('another id', (reply) => withFields(reply, { requestId: 'req_other', status: 'failed' }), ['look']),
  spoilt('a status of later', (reply) => withFields(reply, { status: 'dreaming', output: null }), ['look']),
  spoilt('a status that goes back', (reply) => withFields(reply, { status: 'queued', output: null }), ['look']),
  spoilt('success without a clip', (reply) => (isDone(reply) ? withFields(reply, { output: null }) : reply.body), [
    'look',
  ]),
  spoilt(
    'a clip without success',
    (reply, { origin }) => withFields(reply, { status: 'processing', output: { url: `${origin}/none.mp4` } }),
    ['look'],
  ),
];

/** What the service answers to an API call, and is not its word. */
export const replyFaults: readonly Fault[] = [...statuses, ...bodies, ...meanings];

function isDone({ body }: Reply): boolean {
  return (JSON.parse(body.toString()) as { status?: unknown }).status === 'succeeded';
}

/** 100 MB of a reply, as long as somebody takes them. */
function flood({ response, socket }: Scene): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  const piece = Buffer.alloc(1_000_000, ' ');
  let left = 100;
  const more = (): void => {
    while (left-- > 0 && !socket.destroyed) if (!response.write(piece)) return;
    response.end();
  };
  response.on('drain', more);
  more();
}
