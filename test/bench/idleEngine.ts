// An engine whose jobs have all ended, at rest, in a process of its own; or nothing, to compare with.
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Engine } from '../../src/engine/engine.ts';
import { jobOf } from '../support/engine/fixtures.ts';
import { NodePorts } from '../support/engine/ports.ts';
import { answer, given } from './child.ts';

const { folder, settle, measure, jobs } = given() as { folder: string; settle: number; measure: number; jobs: number };

if (jobs > 0) {
  const engine = new Engine({ folder: join(folder, 'store'), ports: new NodePorts('http://127.0.0.1:9') });
  for (let id = 0; id < jobs; id++) engine.store.insert(jobOf({ id: `job-${id}`, state: 'failed' }));
  engine.refresh();
}
await wait(settle);
const waiting = process.getActiveResourcesInfo().filter((each) => /Timeout|Immediate|StatWatcher/.test(each));
const before = process.cpuUsage();
await wait(measure);
const { user, system } = process.cpuUsage(before);
answer({ ms: (user + system) / 1000, waiting });
process.exit();
