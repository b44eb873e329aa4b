// Follows the jobs of the bench `active-1k` by fal's client, one subscription a job, in a process of its own.
import { setTimeout } from 'node:timers/promises';
import { ActiveJobs, measureFor, type ActiveJob } from './activeJobs.ts';
import { answer, given } from './child.ts';
import { falClient } from './createClients.ts';

const { origin, warmUp, measure } = given() as { origin: string; warmUp: number; measure: number };

/** Ms over which the first questions are spread. */
const spread = 4000;

const { queue } = await falClient(origin);
const service = new ActiveJobs();
const delays: number[] = [];

// As its jobs were not sent at one moment, they are not asked about at one.
for (const job of service.first(Date.now())) void setTimeout(Math.random() * spread).then(() => follow(job));
await setTimeout(warmUp);
answer('measures');
answer(await measureFor(measure, delays));
process.exit();

function follow({ requestId, endsAt }: ActiveJob): void {
  void queue.subscribeToStatus('owner/model', { requestId }).then(() => {
    delays.push((Date.now() - endsAt) / 1000);
    follow(service.next(Date.now()));
  });
}
