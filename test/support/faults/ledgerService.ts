import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { TestContext } from 'node:test';
import { jobIdField } from '../../../src/engine/jobs/draftRequest.ts';
import { clipBytes } from '../engine/fixtures.ts';
import { json, startServer, type Arrived, type Handler } from '../engine/server.ts';
import { pixel } from '../engine/references.ts';

/** One accepted, and so charged, request. */
export interface Entry {
  readonly requestId: string;
  /** Our job's id, as the metadata said. */
  readonly jobId: string;
  readonly prompt: string;
  readonly credits: number;
  looks: number;
  cancelled: boolean;
}

/** What a request is at, when a test can hold its reply or end its sender: charged, cancelled, looked at, or half a clip sent. */
export interface Moment {
  readonly what: 'uploaded' | 'charged' | 'cancelled' | 'looked' | 'sending';
  /** The key that it was asked with: tells the windows from each other. Empty for a clip, which is fetched without one. */
  readonly key: string;
  readonly entry?: Entry;
}

/** What a request is for. */
export type Step = 'create' | 'look' | 'cancel' | 'clip';

export interface LedgerService {
  readonly origin: string;
  /** Every charge, in order. */
  readonly entries: readonly Entry[];
  /** Awaited before each reply. */
  atMoment: (moment: Moment) => void | Promise<void>;
  /** How many looks a job needs to be done; before, it is shown as processing. */
  looksToSucceed: (entry: Entry) => number;
  clipOf: (entry: Entry) => Buffer;
  /** Answers instead of the service, which then does nothing; for a create with no entry yet. */
  instead: (step: Step, prompt: string, entry?: Entry) => Handler | undefined;
}

/** A service that outlives the windows that ask it, and whose ledger is the truth about what was charged. */
export async function startLedgerService(t: TestContext): Promise<LedgerService> {
  const entries: Entry[] = [];
  const server = await startServer(t, answer);
  const service: LedgerService = {
    origin: server.origin,
    entries,
    atMoment: () => undefined,
    looksToSucceed: () => 2,
    clipOf,
    instead: () => undefined,
  };
  /** What was put under a path, and is given to whoever asks. */
  const objects = new Set<string>();

  async function answer(request: Arrived, response: ServerResponse): Promise<void> {
    const [, path, requestId, verb] = /^(.*\/generations)(?:\/(\w+)(\/cancel)?)?$/.exec(request.path) ?? [];
    const key = /^Bearer (.*)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const entry = entries.find((each) => each.requestId === (requestId ?? /(req_\d+)\.mp4$/.exec(request.path)?.[1]));
    const [place = ''] = request.path.split('?');
    const spoilt = spoiledBy(request, entry);
    if (spoilt !== undefined) await spoilt(request, response);
    else if (place.startsWith('/bucket/') && request.method === 'PUT') {
      objects.add(place);
      await service.atMoment({ what: 'uploaded', key });
      response.end();
    } else if (objects.has(place) || place.startsWith('/printed/')) {
      response.setHeader('content-type', 'image/png').end(pixel);
    } else if (request.path.startsWith('/sandbox/media/')) {
      await service.atMoment({ what: 'uploaded', key });
      await json(200, { success: true, url: service.origin + request.path })(request, response);
    } else if (path !== undefined && requestId === undefined) {
      const charged = charge(request.body);
      await service.atMoment({ what: 'charged', key, entry: charged });
      const { requestId, credits } = charged;
      await json(200, { success: true, requestId, status: 'queued', creditsCharged: credits })(request, response);
    } else if (entry === undefined) {
      await json(404, { success: false, error: { code: 'not_found', message: 'no such thing' } })(request, response);
    } else if (verb !== undefined) {
      const ended = !entry.cancelled && entry.looks >= service.looksToSucceed(entry);
      entry.cancelled ||= !ended;
      await service.atMoment({ what: 'cancelled', key, entry });
      const refusal = { success: false, error: { code: 'not_cancellable', message: 'it has ended' } };
      const cancelled = { success: true, requestId, status: 'cancelled' };
      await (ended ? json(409, refusal) : json(200, cancelled))(request, response);
    } else if (path !== undefined) {
      if (!entry.cancelled) entry.looks++;
      await service.atMoment({ what: 'looked', key, entry });
      await json(200, statusOf(entry))(request, response);
    } else await sendClip(entry, request, response);
  }

  function spoiledBy({ method, path, body }: Arrived, entry: Entry | undefined): Handler | undefined {
    const step = path.endsWith('/cancel')
      ? 'cancel'
      : path.endsWith('.mp4')
        ? 'clip'
        : method === 'POST'
          ? 'create'
          : 'look';
    if (step !== 'create') return entry && service.instead(step, entry.prompt, entry);
    return path.endsWith('/generations')
      ? service.instead(step, (JSON.parse(body) as { prompt: string }).prompt)
      : undefined;
  }

  function charge(body: string): Entry {
    const { prompt, metadata } = JSON.parse(body) as { prompt: string; metadata: Record<string, string> };
    const number = entries.length + 1;
    const base = { requestId: `req_${number}`, jobId: metadata[jobIdField] ?? '', prompt, credits: number };
    const entry = { ...base, looks: 0, cancelled: false };
    entries.push(entry);
    return entry;
  }

  function statusOf(entry: Entry): object {
    const { requestId, looks, cancelled } = entry;
    const done = looks >= service.looksToSucceed(entry);
    const status = cancelled ? 'cancelled' : done ? 'succeeded' : 'processing';
    const output = status === 'succeeded' ? { type: 'video', url: `${service.origin}/clips/${requestId}.mp4` } : null;
    return { success: true, requestId, status, output, error: null };
  }

  async function sendClip(entry: Entry, { headers }: Arrived, response: ServerResponse): Promise<void> {
    const clip = service.clipOf(entry);
    const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
    if (from >= clip.length) {
      response.writeHead(416, { 'content-range': `bytes */${clip.length}` }).end();
      return;
    }
    response.writeHead(206, {
      'content-length': clip.length - from,
      'content-range': `bytes ${from}-${clip.length - 1}/${clip.length}`,
      etag: `"${entry.requestId}"`,
    });
    // In pieces, so that it is met half done.
    const half = from + Math.ceil((clip.length - from) / 2);
    response.write(clip.subarray(from, half));
    // As one piece on the other side too, or it is met half done in one run and not in the next.
    await delay(5);
    await service.atMoment({ what: 'sending', key: '', entry });
    response.end(clip.subarray(half));
  }

  return service;
}

/** Of each request another one, so that none is taken for another's. */
function clipOf({ credits }: Entry): Buffer {
  return clipBytes(40_000 + credits);
}
