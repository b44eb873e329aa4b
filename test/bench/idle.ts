import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { keptFor } from '../../src/engine/api/transport.ts';
import { promised, type Bench } from './bench.ts';
import { startChild } from './child.ts';

const runs = 3;

/** Jobs that have ended before, and those that are followed to their end first. */
const [jobs, followed] = [1000, 8];

/** Ms: until all is at rest, and how long that is looked at. */
const [settle, measure] = [8000, 60_000];

/** Ms of a minute that a process which has nothing to do may take: what the runtime itself does. */
const atRest = 60;

interface Rest {
  readonly ms: number;
  /** What would wake the process. */
  readonly waiting: readonly string[];
}

/**
 * A minute of an engine with all jobs done, the last of them just now: what it takes of the processor, against a Node that has nothing
 * loaded, and what is open of it at the service once no connection is kept for another look. Nothing of it waits for a time, and of files
 * only the store's folder is watched: another window may write. What the extension host adds is not in it.
 */
export const idle: Bench = {
  unit: 'ms of 60 s',
  better: 'smaller',
  async measure() {
    const folder = mkdtempSync(join(tmpdir(), 'bench-'));
    try {
      const [ours, theirs]: [number[], number[]] = [[], []];
      const [open, opened]: [number[], number[]] = [[], []];
      for (let run = 0; run < runs; run++) {
        const service = await openService();
        try {
          const kept = async (): Promise<void> => {
            await wait(keptFor);
            open.push(service.sockets.size);
            opened.push(service.opened());
          };
          const [our, their] = await Promise.all([
            rest({ folder: join(folder, `${run}`), jobs, followed, origin: service.origin }, kept),
            rest({ folder, jobs: 0 }),
          ]);
          if (our.waiting.length > 0) throw new Error(`at rest an engine waits for ${our.waiting.join(', ')}`);
          ours.push(our.ms);
          theirs.push(their.ms);
        } finally {
          await service.close();
        }
      }
      return [
        { name: 'idle', peer: 'node', ours, theirs },
        { name: 'idle:bound', peer: promised, ours, theirs: [atRest], goal: 1 },
        // None: a share of what it had open while it followed them.
        {
          name: 'idle:connections',
          unit: 'connections',
          peer: 'while jobs were followed',
          ours: open,
          theirs: opened,
          goal: 0,
        },
      ];
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

/** `kept`: what is waited for before the process is ended. */
async function rest(input: object, kept = (): Promise<void> => Promise.resolve()): Promise<Rest> {
  const child = startChild('idleEngine.ts', { ...input, settle, measure });
  try {
    const rested = (await child.ask()) as Rest;
    await kept();
    return rested;
  } finally {
    await child.stop();
  }
}

/** A service that says of each job at the second look that it has failed, and that never closes a connection by itself. */
async function openService() {
  const looked = new Set<string>();
  const sockets = new Set<Socket>();
  let opened = 0;
  const server = createServer(({ url = '' }, response) => {
    const status = looked.has(url) ? 'failed' : 'processing';
    looked.add(url);
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ success: true, status }));
  });
  server.keepAliveTimeout = 0;
  server.on('connection', (socket) => {
    opened++;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Those that are open. */
    sockets,
    /** How many were, ever. */
    opened: () => opened,
    close: async (): Promise<void> => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
