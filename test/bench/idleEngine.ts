// An engine whose jobs have all ended, some of them just now, at rest, in a process of its own; or nothing, to compare with.
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Engine } from '../../src/engine/engine.ts';
import { jobOf } from '../support/engine/fixtures.ts';
import { NodePorts } from '../support/engine/ports.ts';
import { answer, given } from './child.ts';

interface Input {
  readonly folder: string;
  readonly settle: number;
  readonly measure: number;
  readonly jobs: number;
  /** Jobs that are followed to their end first, and the service that they are of. */
  readonly followed?: number;
  readonly origin?: string;
}

const { folder, settle, measure, jobs, followed = 0, origin = 'http://127.0.0.1:9' } = given() as Input;

if (jobs > 0) {
  const engine = new Engine({ folder: join(folder, 'store'), ports: new NodePorts(origin) });
  for (let id = 0; id < jobs; id++) engine.store.insert(jobOf({ id: `job-${id}`, state: 'failed' }));
  // Of the sandbox: those are looked at every half a second, by the same way.
  for (let id = 0; id < followed; id++)
    engine.store.insert(jobOf({ id: `followed-${id}`, requestId: `req_${id}`, service: 'sandbox', baseUrl: origin }));
  engine.refresh();
  while (engine.store.unfinished().length > 0) await wait(100);
}
await wait(settle);
const waiting = process.getActiveResourcesInfo().filter((each) => /Timeout|Immediate|StatWatcher/.test(each));
const before = process.cpuUsage();
await wait(measure);
const { user, system } = process.cpuUsage(before);
// What it has open stays open until it is ended: who started it looks at that.
answer({ ms: (user + system) / 1000, waiting });
