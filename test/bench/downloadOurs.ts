// Brings a clip into a folder as the product does, in a process of its own.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Engine } from '../../src/engine/engine.ts';
import type { Job } from '../../src/engine/jobs/job.ts';
import { jobOf } from '../support/engine/fixtures.ts';
import { NodePorts } from '../support/engine/ports.ts';
import { answer, given } from './child.ts';

const { origin, size, folder } = given() as { origin: string; size: number; folder: string };

const engine = new Engine({ folder: join(folder, 'store'), ports: new NodePorts(origin) });

// A small one first: all that is loaded at the first is loaded.
await bring('small', 1_000_000);
global.gc?.();
const idle = process.memoryUsage().rss;
const started = performance.now();
await bring('large', size);
const seconds = (performance.now() - started) / 1000;
answer({ seconds, added: process.resourceUsage().maxRSS * 1024 - idle });
await engine.dispose();
process.exit();

async function bring(id: string, bytes: number): Promise<void> {
  const ended = Promise.withResolvers<Job>();
  const listening = engine.store.onDidChange(({ changed }) => {
    const job = changed.find((each) => each.id === id);
    if (job?.download.state === 'done') ended.resolve(job);
    if (job?.download.state === 'failed') ended.reject(new Error(job.download.reason));
  });
  const known = { id, requestId: id, outputUrl: `${origin}/${bytes}.mp4`, baseUrl: origin, fileName: id };
  const where = { folder: pathToFileURL(folder).href, download: { state: 'pending' } } as const;
  engine.store.insert(jobOf({ ...known, ...where, state: 'succeeded' }));
  await ended.promise;
  listening.dispose();
}
