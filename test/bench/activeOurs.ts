// Follows the jobs of the bench `active-1k` as the product does, in a process of its own.
import { setTimeout } from 'node:timers/promises';
import { Engine } from '../../src/engine/engine.ts';
import { NodePorts } from '../support/engine/ports.ts';
import { endOf, measureFor } from './activeJobs.ts';
import { answer, given } from './child.ts';

const { origin, folder, ...times } = given() as { origin: string; folder: string; warmUp: number; measure: number };

const ports = new NodePorts(origin);
const engine = new Engine({ folder, ports });
const delays: number[] = [];
engine.store.onDidChange(({ changed }) => {
  // Nobody reads them here, and they would be a million.
  ports.lines.length = 0;
  for (const { state, requestId = '' } of changed)
    if (state === 'failed') delays.push((Date.now() - endOf(requestId)) / 1000);
});
await setTimeout(times.warmUp);
answer('measures');
answer(await measureFor(times.measure, delays));
await engine.dispose();
process.exit();
