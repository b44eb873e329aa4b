// Brings a clip into a folder in one of several ways, in a process of its own.
import { createWriteStream } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { Transport } from '../../src/engine/api/transport.ts';
import { fetchFile } from '../../src/engine/downloads/fetchFile.ts';
import { Engine } from '../../src/engine/engine.ts';
import type { Job } from '../../src/engine/jobs/job.ts';
import { jobOf } from '../support/engine/fixtures.ts';
import { NodePorts } from '../support/engine/ports.ts';
import { answer, given } from './child.ts';
import type { DownloadWay } from './download.ts';

const { origin, size, folder, way } = given() as { origin: string; size: number; folder: string; way: DownloadWay };

const ways: Readonly<Record<DownloadWay, (bytes: number) => Promise<void>>> = { fetch, place, node };

// A small one first: all that is loaded at the first is loaded.
await ways[way](1_000_000);
global.gc?.();
const idle = process.memoryUsage().rss;
const started = performance.now();
await ways[way](size);
const seconds = (performance.now() - started) / 1000;
answer({ seconds, added: process.resourceUsage().maxRSS * 1024 - idle });

/** As the product fetches: looked at as it comes, and safe on the disk. */
async function fetch(bytes: number): Promise<void> {
  const transport = new Transport({ strictSSL: true });
  const { signal } = new AbortController();
  await fetchFile(`${origin}/${bytes}.mp4`, join(folder, `${bytes}.mp4`), origin, transport, signal);
  await transport.close();
}

/** All that becomes of a finished job: fetched, a copy with how it was made in it, its name. */
async function place(bytes: number): Promise<void> {
  const engine = new Engine({ folder: join(folder, `store-${bytes}`), ports: new NodePorts(origin) });
  const ended = Promise.withResolvers<Job>();
  engine.store.onDidChange(({ changed }) => {
    for (const job of changed) {
      if (job.download.state === 'done') ended.resolve(job);
      if (job.download.state === 'failed') ended.reject(new Error(job.download.reason));
    }
  });
  const known = { outputUrl: `${origin}/${bytes}.mp4`, baseUrl: origin, fileName: `${bytes}` };
  const where = { folder: pathToFileURL(folder).href, download: { state: 'pending' } } as const;
  engine.store.insert(jobOf({ ...known, ...where, state: 'succeeded' }));
  await ended.promise;
  await engine.dispose();
}

/** Nothing but what the runtime itself does. */
async function node(bytes: number): Promise<void> {
  const answered = Promise.withResolvers<IncomingMessage>();
  get(`${origin}/${bytes}.mp4`, answered.resolve).on('error', answered.reject);
  await pipeline(await answered.promise, createWriteStream(join(folder, `${bytes}.mp4`)));
}
