import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Agent } from 'undici';
import { Engine } from '../../src/engine/engine.ts';
import { documentedCapabilities } from '../../src/shared/capabilities.ts';
import { draftOf, key } from '../support/engine/fixtures.ts';
import { NodePorts } from '../support/engine/ports.ts';
import { json, openServer, type Handler } from '../support/engine/server.ts';
import { promised, type Bench } from './bench.ts';

const runs = 41;

/** What was promised, ms. */
export const promisedMore = 15;

/**
 * From Generate to the last byte of the POST at the service, less the time that the connection took: the job put on disk, checked, and
 * marked as sent, each of it durably, against a bare undici that sends the same bytes.
 */
export const submitOverhead: Bench = {
  unit: 'ms',
  better: 'smaller',
  async measure() {
    const posts: { readonly body: string; readonly at: number }[] = [];
    const server = await openServer(answerCreate((body) => posts.push({ body, at: performance.now() })));
    const folder = mkdtempSync(join(tmpdir(), 'bench-'));
    const engine = new Engine({ folder, ports: new NodePorts(server.origin) });
    const connecting = watchConnecting();
    try {
      const timed = async (send: () => Promise<unknown>): Promise<number> => {
        connecting.begin();
        const started = performance.now();
        await send();
        return (posts.at(-1)?.at ?? NaN) - started - connecting.ms();
      };
      const target = {
        ...({ service: 'live', baseUrl: server.origin, fileName: 'clip' } as const),
        folder: pathToFileURL(folder).href,
      };
      const [ours, theirs]: [number[], number[]] = [[], []];
      // Some runs more that do not count, to warm up both.
      for (let turn = -5; turn < runs; turn++) {
        const draft = draftOf({ id: `draft-${turn}` });
        const our = await timed(() => engine.submit(draft, target, documentedCapabilities));
        const their = await timed(() => post(server.origin, posts.at(-1)?.body ?? ''));
        if (turn < 0) continue;
        ours.push(our);
        theirs.push(their);
      }
      const added = ours.map((our, run) => our - (theirs[run] ?? NaN));
      return [
        { name: 'submit-overhead', peer: 'undici', ours, theirs },
        { name: 'submit-overhead:more', peer: promised, ours: added, theirs: [promisedMore], goal: 1 },
      ];
    } finally {
      connecting.end();
      await engine.dispose();
      await server.close();
      rmSync(folder, { recursive: true });
    }
  },
};

/** Calls back with each POST's body once all of it is there. What was taken has failed by the first look at it. */
export function answerCreate(onPost: (body: string) => void): Handler {
  let taken = 0;
  return (request, response) => {
    if (request.method === 'POST') onPost(request.body);
    const requestId = request.method === 'POST' ? `req_${taken++}` : request.path.split('/').at(-1);
    const status = request.method === 'POST' ? 'queued' : 'failed';
    return json(200, { success: true, requestId, status, creditsCharged: 1 })(request, response);
  };
}

/** The same POST, on a connection of its own too. */
export async function post(origin: string, body: string): Promise<void> {
  const agent = new Agent();
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const request = { origin, path: '/api/open/v1/video/generations', method: 'POST', headers, body } as const;
  await (await agent.request(request)).body.text();
  await agent.close();
}

/** How long undici's last connection took to stand. */
function watchConnecting(): { begin(): void; ms(): number; end(): void } {
  let [began, took] = [0, 0];
  const onConnecting = (): void => void (began = performance.now());
  const onConnected = (): void => void (took = performance.now() - began);
  subscribe('undici:client:beforeConnect', onConnecting);
  subscribe('undici:client:connected', onConnected);
  return {
    begin: () => void (took = NaN),
    ms: () => took,
    end() {
      unsubscribe('undici:client:beforeConnect', onConnecting);
      unsubscribe('undici:client:connected', onConnected);
    },
  };
}
