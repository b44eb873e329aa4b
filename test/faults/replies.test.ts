import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { OpenApi } from '../../src/engine/api/client.ts';
import { ApiError } from '../../src/engine/api/failure.ts';
import { fateOf } from '../../src/engine/jobs/fate.ts';
import { Transport } from '../../src/engine/api/transport.ts';
import { transition } from '../../src/engine/jobs/transition.ts';
import { documentedCapabilities } from '../../src/shared/capabilities.ts';
import { jobOf, key, unsentJobOf } from '../support/engine/fixtures.ts';
import { golden } from '../support/engine/golden.ts';
import { mutateReply, type WireReply } from '../support/faults/mutateReply.ts';
import { seededRandom, seedOfRun } from '../support/faults/random.ts';
import { report, soak } from './table.ts';

const replies = soak ? 1_000_000 : 100_000;
const lanes = 16;
const never = new AbortController().signal;
const ends = ['succeeded', 'failed', 'cancelled'];

const calls = ['create', 'status', 'cancel', 'models'] as const;
type CallName = (typeof calls)[number];

/** A server that answers its one client with what it is given, and the client on kept-alive connections. */
class Lane {
  readonly api: OpenApi;
  readonly #server: Server;
  readonly #transport = new Transport({ strictSSL: true });
  readonly #next: { reply?: WireReply };

  static async open(): Promise<Lane> {
    const next: { reply?: WireReply } = {};
    const server = createServer((request, response) => {
      request.resume();
      request.once('end', () => {
        const { reply } = next;
        if (reply === undefined) return void response.destroy();
        const { status, headers, body, cutAt } = reply;
        const length = status === 204 || status === 304 ? {} : { 'content-length': body.length };
        response.writeHead(status, { ...headers, ...length });
        if (cutAt === undefined) response.end(body);
        else response.write(body.subarray(0, cutAt), () => response.destroy());
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Lane(server, next);
  }

  private constructor(server: Server, next: { reply?: WireReply }) {
    this.#server = server;
    this.#next = next;
    const { port } = server.address() as AddressInfo;
    this.api = new OpenApi(this.#transport, { baseUrl: `http://127.0.0.1:${port}`, key });
  }

  answer(reply: WireReply): void {
    this.#next.reply = reply;
  }

  async close(): Promise<void> {
    await this.#transport.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** What a reply says, read by the reference alone: undefined where it is none of a documented shape. */
function said({ status, headers, body, cutAt }: WireReply): Record<string, unknown> | undefined {
  if (cutAt !== undefined || status < 200 || status > 299 || status === 204) return undefined;
  try {
    const json: unknown = JSON.parse(new TextDecoder().decode(unpacked(body, headers['content-encoding'])));
    return typeof json === 'object' && json !== null && !Array.isArray(json)
      ? (json as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function unpacked(body: Buffer, encoding: string | undefined): Buffer {
  const unpackers: Record<string, (bytes: Buffer) => Buffer> = {
    gzip: gunzipSync,
    deflate: inflateSync,
    br: brotliDecompressSync,
  };
  try {
    return encoding === undefined ? body : (unpackers[encoding]?.(body) ?? body);
  } catch {
    return body;
  }
}

/** An own field: nothing that a prototype has counts. */
function field(reply: Record<string, unknown> | undefined, name: string): unknown {
  return reply !== undefined && Object.hasOwn(reply, name) ? reply[name] : undefined;
}

/** The end that a reply about this request tells of; undefined where it tells of none. */
function endToldOf(reply: WireReply, id: string): string | undefined {
  const read = said(reply);
  if (read === undefined || field(read, 'success') === false) return undefined;
  const about = field(read, 'requestId');
  if (typeof about === 'string' && about !== id) return undefined;
  const status = field(read, 'status');
  return typeof status === 'string' && ends.includes(status) ? status : undefined;
}

/** The id that a create was accepted with; undefined where it has none that can be asked after. */
function idGiven(reply: WireReply): string | undefined {
  const id = field(said(reply), 'requestId');
  const usable = typeof id === 'string' && id.length >= 1 && id.length <= 300 && id.isWellFormed();
  return usable && id !== '.' && id !== '..' ? id : undefined;
}

/** What the replies have done to creates. */
const harm = { lost: 0, chargedTwice: 0 };

/** Makes the call and holds what it became against the reference. What it throws is what is wrong. */
async function judge(api: OpenApi, call: CallName, reply: WireReply, id: string): Promise<boolean> {
  let parsed = true;
  const outcome = await ask(api, call, id).catch((error: unknown) => {
    if (!(error instanceof ApiError)) throw new Error('not an ApiError', { cause: error });
    parsed = false;
    return error;
  });
  switch (call) {
    case 'create': {
      const created = outcome instanceof ApiError ? undefined : outcome.created;
      const given = idGiven(reply);
      if (created?.requestId !== given) harm.lost++;
      // What was accepted, and is taken for what may be sent again.
      if (outcome instanceof ApiError && given !== undefined && fateOf(outcome.failure) !== 'open') harm.chargedTwice++;
      assert.equal(created?.requestId, given, 'the id of what was accepted');
      if (created === undefined) break;
      const job = transition(unsentJobOf(), { type: 'accepted', created, at: 2, pollAt: 3 });
      assert.ok(job?.state === 'queued' || job?.state === 'processing', 'a create ends no job');
      break;
    }
    case 'status': {
      const generation = outcome instanceof ApiError ? undefined : outcome.generation;
      const event = generation && ({ type: 'looked', generation, at: 2, pollAt: 3 } as const);
      const job = event && transition(jobOf({ requestId: id }), event);
      const end = job !== undefined && ends.includes(job.state) ? job.state : undefined;
      assert.equal(end, endToldOf(reply, id), 'the end of the job');
      break;
    }
    case 'cancel': {
      const status = outcome instanceof ApiError ? undefined : outcome.cancelled;
      assert.equal(status === 'cancelled', endToldOf(reply, id) === 'cancelled', 'cancelled or not');
      break;
    }
    case 'models':
      if (outcome instanceof ApiError) break;
      assert.ok(outcome.models !== undefined && outcome.models.length > 0);
      for (const { durations, aspectRatios, resolutions } of outcome.models) {
        assert.ok(durations.length > 0 && durations.every((each) => Number.isInteger(each) && each >= 1));
        assert.ok([...aspectRatios, ...resolutions].every((each) => typeof each === 'string' && each !== ''));
      }
  }
  return parsed;
}

async function ask(api: OpenApi, call: CallName, id: string) {
  const options = { signal: never };
  switch (call) {
    case 'create':
      return { created: await api.create({ model: 'm', prompt: 'p' }, { ...options, onSend: () => undefined }) };
    case 'status':
      return { generation: await api.get(id, options) };
    case 'cancel':
      return { cancelled: await api.cancel(id, options) };
    case 'models':
      return { models: await api.models(documentedCapabilities, options) };
  }
}

const valid: Readonly<Record<CallName, object>> = {
  create: golden('create.reply'),
  status: golden('status.reply'),
  cancel: golden('cancel.reply'),
  models: {
    success: true,
    data: [{ id: 'seedance-2.0', durations: { min: 4, max: 15 }, aspectRatios: ['16:9'], resolutions: ['720p'] }],
  },
};

test(`${replies} mutations of valid replies crash nothing, and end a job only as they say`, async () => {
  const seed = seedOfRun();
  const open = await Promise.all(Array.from({ length: lanes }, () => Lane.open()));
  let next = 0;
  let read = 0;
  try {
    await Promise.all(
      open.map(async (lane) => {
        while (next < replies) {
          const index = next++;
          // Each has a seed of its own: one that fails is made again alone.
          const random = seededRandom(seed * 7919 + index);
          const id = `req_${index}`;
          const call = calls[index % calls.length] ?? 'status';
          const reply = mutateReply(call === 'models' ? valid.models : { ...valid[call], requestId: id }, id, random);
          lane.answer(reply);
          try {
            if (await judge(lane.api, call, reply, id)) read++;
          } catch (error) {
            next = replies;
            const shown = { ...reply, body: reply.body.toString('latin1').slice(0, 2000) };
            throw new Error(`SEEDANCE_SEED=${seed}, reply ${index}, ${call} ${inspect(shown)}`, { cause: error });
          }
        }
      }),
    );
  } finally {
    await Promise.all(open.map((lane) => lane.close()));
    report(40, { fault: 'Mutated replies', tries: Math.min(next, replies), ...harm });
  }
  // Else the mutations would be so wild that nothing of what follows a reply was tried.
  assert.ok(read > replies / 10 && read < replies, `${read} of ${replies} could be read`);
});
