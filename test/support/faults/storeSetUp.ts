import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import { Engine } from '../../../src/engine/engine.ts';
import { JobStore, type Repair } from '../../../src/engine/jobs/store.ts';
import { documentedCapabilities } from '../../../src/shared/capabilities.ts';
import { clipBytes, draftOf, jobOf } from '../engine/fixtures.ts';
import { temporaryFolder } from '../engine/folder.ts';
import { NodePorts } from '../engine/ports.ts';
import { json, startServer, type Handler, type ScriptedServer } from '../engine/server.ts';
import { until } from '../until.ts';

/** What the tests of a file have done to the store, for the table. */
export interface Harm {
  tries: number;
  lost: number;
  chargedTwice: number;
}

/** A service that takes every job and has its clip at once; `held` answers a create only when it is let go. */
async function startService(t: TestContext): Promise<ScriptedServer & { hold: () => () => void }> {
  let accepted = 0;
  let gate = Promise.resolve();
  const clip = clipBytes(5000);
  const server = await startServer(t, async (request, response) => {
    const [, requestId] = /generations\/(\w+)/.exec(request.path) ?? [];
    const output = { type: 'video', url: `${server.origin}/clip.mp4` };
    let handler: Handler = (_, reply) => void reply.end(clip);
    if (request.method === 'POST') {
      const number = ++accepted;
      await gate;
      handler = json(200, { success: true, requestId: `req_${number}`, status: 'queued', creditsCharged: 40 });
    } else if (requestId !== undefined) handler = json(200, { success: true, requestId, status: 'succeeded', output });
    await handler(request, response);
  });
  return Object.assign(server, {
    hold() {
      const { promise, resolve } = Promise.withResolvers<undefined>();
      gate = promise;
      return () => resolve(undefined);
    },
  });
}

/** A window of one process. */
export interface Window {
  readonly engine: Engine;
  readonly repairs: Repair[];
  /** All that was logged. */
  readonly lines: readonly string[];
  readonly close: () => Promise<void>;
}

function openWindow(t: TestContext, folder: string, service: ScriptedServer): Window {
  const ports = new NodePorts(service.origin);
  const engine = new Engine({ folder, ports });
  const repairs: Repair[] = [];
  engine.onDidRepair((repair) => repairs.push(repair));
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => (closed ??= engine.dispose());
  t.after(close);
  return { engine, repairs, lines: ports.lines, close };
}

/** A store, a service and what is done with them; what becomes of them is counted in `harm`. `disk`: the folder that the store is in. */
export async function setUpStore(t: TestContext, harm: Harm, disk?: string) {
  harm.tries++;
  const service = await startService(t);
  t.after(() => void (harm.chargedTwice += Math.max(0, posts(service) - 1)));
  const root = temporaryFolder(t);
  const folder = join(disk ?? root, 'storage');
  const target = {
    service: 'sandbox',
    baseUrl: service.origin,
    folder: pathToFileURL(join(root, 'clips')).href,
    fileName: 'waves',
  } as const;
  const submit = ({ engine }: Window, id: string) => engine.submit(draftOf({ id }), target, documentedCapabilities);
  return { service, root, folder, path: join(folder, 'jobs.db'), submit, open: () => openWindow(t, folder, service) };
}

/** Resolves when the clip of a draft is there; until then it is counted as lost. */
export async function finished({ engine }: Window, draftId: string, harm: Harm): Promise<void> {
  harm.lost++;
  await until(`the clip of ${draftId}`, () => engine.store.findByDraft(draftId)?.download.state === 'done');
  harm.lost--;
}

/** How many creates have arrived. */
export const posts = ({ requests }: ScriptedServer): number =>
  requests.filter(({ method }) => method === 'POST').length;

/** Fills a closed store with jobs and drafts, and says how many. */
export function fill(path: string, count: number): void {
  const store = new JobStore(path);
  for (let number = 0; number < count; number++) {
    store.insert(
      jobOf({
        id: `job-${number}`,
        state: 'failed',
        draft: draftOf({ id: `sent-${number}`, prompt: 'x'.repeat(2000) }),
      }),
    );
    store.drafts.save(draftOf({ id: `draft-${number}`, prompt: 'y'.repeat(2000) }), number);
  }
  store.close();
}
