// Follows the jobs of the bench `active-1k` by fal's client, one subscription a job, in a process of its own.
import { ActiveJobs, measureFor, type ActiveJob } from './activeJobs.ts';
import { answer, given } from './child.ts';
import { falClient } from './createClients.ts';

const { origin, warmUp, measure } = given() as { origin: string; warmUp: number; measure: number };

const { queue } = await falClient(origin);
const service = new ActiveJobs();
const delays: number[] = [];

for (const job of service.first(Date.now())) follow(job);
await measureFor(warmUp, delays);
answer(await measureFor(measure, delays));
process.exit();

function follow({ requestId, endsAt }: ActiveJob): void {
  void queue.subscribeToStatus('owner/model', { requestId }).then(() => {
    delays.push((Date.now() - endsAt) / 1000);
    follow(service.next(Date.now()));
  });
}
