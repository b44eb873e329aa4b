import { pass, raw, type Fault, type Reply, type Scene, type Step } from './fault.ts';

const steps: readonly Step[] = ['download'];

function answered(name: string, status: number, body = '', headers: Record<string, string> = {}): Fault {
  const act = ({ response }: Scene): void => void response.writeHead(status, headers).end(body);
  return { name, steps, reach: 'body', act };
}

function spoilt(name: string, act: (scene: Scene, reply: Reply) => void): Fault {
  return { name, steps, reach: 'service', act };
}

/** The reply of a plain file, as a host without ranges sends it. */
const whole = (length: number): string => `HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: ${length}\r\n\r\n`;

/** What the host of a clip does instead of giving it. */
export const downloadFaults: readonly Fault[] = [
  answered('404', 404),
  answered('403 as expired', 403, '<Error><Code>AccessDenied</Code></Error>', { 'content-type': 'application/xml' }),
  answered('410', 410),
  answered('416', 416),
  answered('429', 429, '', { 'retry-after': '3' }),
  answered('500', 500),
  answered('503 in HTML', 503, '<h1>Back soon</h1>', { 'content-type': 'text/html' }),
  answered('204', 204),
  answered('HTML instead of video', 200, '<!doctype html><p>Expired</p>', { 'content-type': 'text/html' }),
  answered('0 bytes', 200),
  answered('to http:', 302, '', { location: 'http://elsewhere.invalid/clip.mp4' }),
  answered('to a port of this machine', 302, '', { location: 'http://127.0.0.1:1/clip.mp4' }),
  answered('to no address', 302, '', { location: 'https://' }),
  {
    name: 'to itself for ever',
    steps,
    reach: 'body',
    act: ({ request, response, random }) =>
      void response.writeHead(302, { location: `${request.url?.split('?')[0] ?? ''}?loop=${random.next()}` }).end(),
  },
  spoilt('a length that is too short', (scene, { body }) => {
    // Never twice the same: a host that tells the same lie twice is believed.
    const length = 100 + scene.random.below(Math.max(1, body.length - 200));
    raw(scene, whole(length), body.subarray(0, length));
  }),
  spoilt('a length that is too long', (scene, { body }) => raw(scene, whole(body.length + 500), body)),
  spoilt('no length', (scene, { status, headers, body }) => {
    const { 'content-range': range = '', 'content-type': type = '' } = headers;
    scene.response.writeHead(status, { 'content-type': type, ...(range !== '' && { 'content-range': range }) });
    scene.response.write(body.subarray(0, 100));
    scene.response.end(body.subarray(100));
  }),
  spoilt('no ranges', (scene, reply) => {
    const isPart = scene.request.headers.range !== 'bytes=0-';
    if (isPart) scene.response.writeHead(500).end();
    else pass(scene, { status: 200, headers: {}, body: reply.body });
  }),
  spoilt('a wrong range', (scene, reply) =>
    pass(scene, { ...reply, status: 206, headers: { ...reply.headers, 'content-range': 'bytes 7-99/20000' } }),
  ),
  spoilt('a range that is none', (scene, reply) =>
    pass(scene, { ...reply, status: 206, headers: { ...reply.headers, 'content-range': 'all of it' } }),
  ),
  ...Array.from({ length: 9 }, (_, tenth) =>
    spoilt(`cut at ${tenth + 1} tenths`, ({ socket }, { status, headers, body }) => {
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
      const length = Math.floor((body.length * (tenth + 1)) / 10);
      socket.write(`HTTP/1.1 ${status} OK\r\n${lines.join('')}\r\n`);
      // Not reset: what has arrived of a reply that is reset may be thrown away unread.
      socket.end(body.subarray(0, length));
    }),
  ),
];
