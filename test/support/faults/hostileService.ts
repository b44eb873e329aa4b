import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { startSandbox, type SandboxOptions } from '../../../src/sandbox/server.ts';
import { key } from '../engine/fixtures.ts';
import { pass, type Fault, type Reply, type Scene, type Step } from './fault.ts';
import { Random } from './random.ts';

/** What goes wrong with the requests of one job, one after the other; then all is well. */
export type Script = Readonly<Partial<Record<Step, readonly Fault[]>>>;

/** A job as the service meets it. */
export interface Customer {
  /** A port of its own, so that a fault finds its job before a byte has arrived. */
  readonly origin: string;
  /** What went wrong with each create whose bytes arrived; undefined where nothing did. */
  readonly posts: readonly (string | undefined)[];
  /** True where the next request is to find nothing that listens. To be asked once for each. */
  refuses(): boolean;
}

interface Serving extends Customer {
  readonly port: Server;
  readonly left: Record<Step, Fault[]>;
  readonly random: Random;
  readonly posts: (string | undefined)[];
  isCreated: boolean;
}

/** Where nothing listens. */
export const deadEnd = 'http://127.0.0.1:1';

/** The sandbox behind a server that spoils what it is asked and what it answers, by the scripts of its customers. */
export class HostileService {
  readonly #sandbox: string;
  readonly #http = createHttpServer((request, response) => void this.#answer(request, response));
  readonly #customers = new Map<number, Serving>();
  readonly #sockets = new Set<Socket>();
  #atWork = 0;

  private constructor(sandbox: string) {
    this.#sandbox = sandbox;
    // One connection is as good as another; whose it is, its port tells.
    this.#http.keepAliveTimeout = 0;
  }

  /** Takes what the sandbox takes. It ends with the test. */
  static async start(t: TestContext, options: Omit<SandboxOptions, 'ffmpeg'>): Promise<HostileService> {
    const sandbox = await startSandbox({ ...options, ffmpeg: false });
    const service = new HostileService(sandbox.origin);
    t.after(async () => {
      await service.#close();
      await sandbox.close();
    });
    return service;
  }

  /** Opens a port for a job. The same seed gives the same faults. */
  async serve(seed: number, script: Script): Promise<Customer> {
    const port = createServer({ allowHalfOpen: true }, (socket) => this.#connected(socket));
    await new Promise<void>((resolve) => port.listen(0, '127.0.0.1', resolve));
    const { port: number } = port.address() as AddressInfo;
    const { create = [], look = [], cancel = [], download = [] } = script;
    const left = { create: [...create], look: [...look], cancel: [...cancel], download: [...download] };
    const customer: Serving = {
      origin: `http://127.0.0.1:${number}`,
      port,
      left,
      random: new Random(seed),
      posts: [],
      isCreated: false,
      refuses() {
        const faults = customer.isCreated ? left.look : left.create;
        if (faults[0]?.reach !== 'port') return false;
        faults.shift();
        return true;
      },
    };
    this.#customers.set(number, customer);
    return customer;
  }

  /** The state of a request, as the service itself knows it. */
  async stateOf(requestId: string): Promise<unknown> {
    const headers = { authorization: `Bearer ${key}` };
    const response = await fetch(`${this.#sandbox}/api/open/v1/video/generations/${requestId}`, { headers });
    return ((await response.json()) as { status?: unknown }).status;
  }

  /** True while it works on a request. One that it will never answer is no work. */
  get isAtWork(): boolean {
    return this.#atWork > 0;
  }

  /** Connections of customers that are open. */
  get connections(): number {
    return this.#sockets.size;
  }

  async #close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await Promise.all([...this.#customers.values()].map(({ port }) => new Promise((resolve) => port.close(resolve))));
  }

  #connected(socket: Socket): void {
    this.#sockets.add(socket);
    // A reset is what this server is for.
    socket.on('error', () => undefined);
    socket.on('close', () => this.#sockets.delete(socket));
    const customer = this.#customerAt(socket);
    const [fault] = customer?.left.create ?? [];
    if (fault?.reach === 'connection' && customer?.isCreated === false) {
      customer.left.create.shift();
      customer.posts.push(fault.name);
      fault.act(socket);
    } else this.#http.emit('connection', socket);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { socket } = request;
    const customer = this.#customerAt(socket);
    this.#atWork++;
    try {
      if (customer === undefined) throw new Error('a request of nobody');
      const step = stepOf(request);
      const fault = customer.left[step].shift();
      if (step === 'create') customer.posts.push(fault?.name);
      const scene: Scene = { request, response, socket, random: customer.random, origin: customer.origin };
      if (fault?.reach === 'head') {
        fault.act(scene);
        return;
      }
      const body = await bytesOf(request);
      if (fault?.reach === 'body') {
        fault.act(scene);
        return;
      }
      const reply = await this.#ask(request, body, customer.origin);
      if (step === 'create' && reply.status === 200) customer.isCreated = true;
      if (fault?.reach === 'service') fault.act(scene, reply);
      else pass(scene, reply);
    } catch {
      socket.destroy();
    } finally {
      this.#atWork--;
    }
  }

  #customerAt({ localPort }: Socket): Serving | undefined {
    return localPort === undefined ? undefined : this.#customers.get(localPort);
  }

  async #ask({ url = '/', method = 'GET', headers }: IncomingMessage, body: Buffer, origin: string): Promise<Reply> {
    const sent: Record<string, string> = {};
    for (const name of ['authorization', 'content-type', 'range', 'if-range']) {
      const value = headers[name];
      if (typeof value === 'string') sent[name] = value;
    }
    const carries = method === 'GET' ? {} : { body: new Uint8Array(body) };
    const response = await fetch(this.#sandbox + url, { method, headers: sent, ...carries });
    const bytes = Buffer.from(await response.arrayBuffer());
    const isText = response.headers.get('content-type')?.startsWith('application/json') === true;
    const kept: Record<string, string> = {};
    for (const name of ['content-type', 'content-range', 'accept-ranges', 'etag']) {
      const value = response.headers.get(name);
      if (value !== null) kept[name] = value;
    }
    const spoken = isText ? Buffer.from(bytes.toString().replaceAll(this.#sandbox, origin)) : bytes;
    return { status: response.status, headers: { ...kept, 'content-length': String(spoken.length) }, body: spoken };
  }
}

function stepOf({ method, url = '' }: IncomingMessage): Step {
  if (url.startsWith('/sandbox/output/')) return 'download';
  if (url.endsWith('/cancel')) return 'cancel';
  return method === 'POST' ? 'create' : 'look';
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
  return Buffer.concat(pieces);
}
