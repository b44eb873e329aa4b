import { channel } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { Emitter } from '../../../src/engine/event.ts';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../../src/sandbox/server.ts';
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
  /** How many connections found nothing that listens. */
  readonly refused: number;
}

interface Serving extends Customer {
  readonly port: Server;
  readonly number: number;
  /** How many more connections are to find nothing that listens, before something does again. */
  refusals: number;
  refused: number;
  readonly left: Record<Step, Fault[]>;
  readonly random: Random;
  readonly posts: (string | undefined)[];
  isCreated: boolean;
}

/** A fault that a request of a customer has met. */
export interface Met {
  readonly customer: Customer;
  readonly fault: string;
}

/** What undici tells of a connection that did not come about. */
interface Unconnected {
  readonly connectParams: { readonly port: string };
}

/** Ports that no system gives away by itself: one that is closed for a while is still free when it is opened again. */
const ports = { first: 20_000, count: 10_000 };

/** The sandbox behind a server that spoils what it is asked and what it answers, by the scripts of its customers. */
export class HostileService {
  readonly #sandbox: string;
  readonly #http = createHttpServer((request, response) => void this.#answer(request, response));
  readonly #customers = new Map<number, Serving>();
  readonly #sockets = new Set<Socket>();
  readonly #meetEmitter = new Emitter<Met>();
  readonly #unconnected = channel('undici:client:connectError');
  readonly #running: Sandbox;
  #closed: Promise<void> | undefined;
  #atWork = 0;

  /** Fires for each fault that a customer meets. */
  readonly onDidMeet = this.#meetEmitter.event;

  private constructor(sandbox: Sandbox) {
    this.#running = sandbox;
    this.#sandbox = sandbox.origin;
    // One connection is as good as another; whose it is, its port tells.
    this.#http.keepAliveTimeout = 0;
    this.#unconnected.subscribe(this.#onUnconnected);
  }

  /** Takes what the sandbox takes. It ends with the test. */
  static async start(t: TestContext, options: Omit<SandboxOptions, 'ffmpeg'>): Promise<HostileService> {
    const sandbox = await startSandbox({ ...options, ffmpeg: false });
    const service = new HostileService(sandbox);
    t.after(() => service.close());
    return service;
  }

  /** Opens a port for a job. The same seed gives the same faults. */
  async serve(seed: number, script: Script): Promise<Customer> {
    const port = createServer({ allowHalfOpen: true }, (socket) => this.#connected(socket));
    const number = await openPort(port);
    const { create = [], look = [], cancel = [], download = [] } = script;
    const left = { create: [...create], look: [...look], cancel: [...cancel], download: [...download] };
    const origin = `http://127.0.0.1:${number}`;
    const told = { posts: [], refusals: 0, refused: 0, isCreated: false };
    const customer: Serving = { origin, port, number, left, random: new Random(seed), ...told };
    this.#customers.set(number, customer);
    this.#expect(customer, 'create');
    return customer;
  }

  /** Says what the next connection of a customer will be for, where only the customer knows. */
  expect(customer: Customer, step: Step): void {
    this.#expect(this.#serving(customer), step);
  }

  /** From now on that many connections of a customer find nothing that listens. */
  refuse(customer: Customer, times: number): void {
    this.#shut(this.#serving(customer), times);
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

  /** Ends it: no port is open any more, and nothing is under way. */
  close(): Promise<void> {
    return (this.#closed ??= this.#close());
  }

  async #close(): Promise<void> {
    this.#unconnected.unsubscribe(this.#onUnconnected);
    for (const socket of this.#sockets) socket.destroy();
    await Promise.all([...this.#customers.values()].map(({ port }) => new Promise((resolve) => port.close(resolve))));
    await this.#running.close();
  }

  /** Where the step's fault is that nothing listens, nothing does from now on. */
  #expect(customer: Serving, step: Step, serving?: Socket): void {
    const [fault] = customer.left[step];
    if (fault?.reach !== 'port' || customer.refusals > 0) return;
    customer.left[step].shift();
    this.#shut(customer, fault.times, serving);
  }

  /** No connection of before is of use from now on, but that which is answered just now. */
  #shut(customer: Serving, times: number, serving?: Socket): void {
    customer.refusals = times;
    customer.port.close();
    for (const socket of this.#sockets)
      if (socket !== serving && socket.localPort === customer.number) socket.destroy();
  }

  /** Somebody found nothing that listens. */
  readonly #onUnconnected = (message: unknown): void => {
    const customer = this.#customers.get(Number((message as Unconnected).connectParams.port));
    if (customer === undefined || customer.refusals === 0) return;
    customer.refused++;
    this.#meetEmitter.fire({ customer, fault: 'connection refused' });
    customer.refusals--;
    if (customer.refusals === 0) customer.port.listen(customer.number, '127.0.0.1');
  };

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
      const next = customer.left[step].shift();
      // Behind a fault of a connection it is too late for nothing to listen: then nothing goes wrong.
      const fault = next?.reach === 'port' ? undefined : next;
      if (step === 'create') customer.posts.push(fault?.name);
      if (fault !== undefined) this.#meetEmitter.fire({ customer, fault: fault.name });
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
      this.#expect(customer, stepAfter(step, reply), socket);
      // What comes next shall meet what the port does then.
      response.shouldKeepAlive = customer.refusals === 0;
      if (fault?.reach === 'service') fault.act(scene, reply);
      else pass(scene, reply);
    } catch {
      socket.destroy();
    } finally {
      this.#atWork--;
    }
  }

  #serving(customer: Customer): Serving {
    const serving = [...this.#customers.values()].find((each) => each === customer);
    if (serving === undefined) throw new Error('a customer of another service');
    return serving;
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

/** Listens at a port of our own; rejects where a thousand of them are taken. */
async function openPort(server: Server): Promise<number> {
  for (let attempt = 0; ; attempt++) {
    const number = ports.first + Math.floor(Math.random() * ports.count);
    try {
      server.listen(number, '127.0.0.1');
      await once(server, 'listening');
      return number;
    } catch (error) {
      if (attempt === 1000) throw error;
    }
  }
}

/** What a customer asks for next, as a rule. */
function stepAfter(step: Step, { body, headers }: Reply): Step {
  if (step === 'download') return 'download';
  const isDone = headers['content-type']?.startsWith('application/json') === true && body.includes('"succeeded"');
  return isDone ? 'download' : 'look';
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
