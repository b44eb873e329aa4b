import type { Followed } from './activeJobs.ts';
import { ActiveStore } from './activeStore.ts';
import { promised, type Bench, type Measured } from './bench.ts';
import { startChild } from './child.ts';

const runs = 3;

/** Ms: what is not measured, until the code is hot and all jobs are followed, and what is. */
const [warmUp, measure] = [8000, 12_000];

/** Ms that an answer of the service takes. */
const latency = 50;

/** What was promised: percent of a core, requests at a time. */
const [share, inFlight] = [5, 4];

interface Run extends Followed {
  readonly most: number;
  /** In the time that was measured. */
  readonly requests: number;
}

/**
 * 1,000 jobs under way: the share of a core, requests at a time and the delay until an end is known, against fal's client following each.
 * That one asks every half a second, so it knows sooner; where service and client share two cores it gets less of them than it wants.
 */
export const active: Bench = {
  unit: '% of a core',
  better: 'smaller',
  async measure() {
    const service = startChild('activeService.ts', { latency });
    try {
      const origin = String(await service.ask());
      const follow = async (file: string, folder: string): Promise<Run> => {
        const client = startChild(file, { origin, folder, warmUp, measure });
        try {
          // It says when its time begins, and what came of it.
          await client.ask();
          await service.ask({});
          const followed = (await client.ask()) as Followed;
          return { ...followed, ...((await service.ask({})) as { most: number; requests: number }) };
        } finally {
          await client.stop();
        }
      };
      const [ours, theirs]: [Run[], Run[]] = [[], []];
      for (let run = 0; run < runs; run++) {
        const store = new ActiveStore(origin);
        ours.push(await follow('activeOurs.ts', store.folder).finally(() => store.close()));
        theirs.push(await follow('activeFal.ts', store.folder));
      }
      return figuresOf(ours, theirs);
    } finally {
      await service.stop();
    }
  },
};

function figuresOf(ours: readonly Run[], theirs: readonly Run[]): Measured[] {
  const peer = 'fal.queue.subscribeToStatus, one a job';
  const cpu = ours.map(({ cpu }) => cpu);
  const most = ours.map(({ most }) => most);
  const both = (figure: (run: Run) => number): Pick<Measured, 'peer' | 'ours' | 'theirs'> => ({
    ...{ peer, ours: ours.map(figure), theirs: theirs.map(figure) },
  });
  const rate = ({ requests }: Run): number => (1000 * requests) / measure;
  // As it looks more often, its cost is told by request too.
  const perRequest = (run: Run): number => (10 * run.cpu) / rate(run);
  return [
    { name: 'active-1k', goal: 0.2, ...both((run) => run.cpu) },
    { name: 'active-1k:share', goal: 1, peer: promised, ours: cpu, theirs: [share] },
    { name: 'active-1k:in-flight', unit: 'requests', goal: 1, peer: promised, ours: most, theirs: [inFlight] },
    { name: 'active-1k:in-flight-peer', unit: 'requests', ...both((run) => run.most) },
    { name: 'active-1k:delay', unit: 's', ...both(({ delays }) => sum(delays) / delays.length) },
    { name: 'active-1k:requests', unit: 'a second', ...both(rate) },
    { name: 'active-1k:request', unit: 'ms of a core', ...both(perRequest) },
  ];
}

function sum(figures: readonly number[]): number {
  return figures.reduce((total, figure) => total + figure, 0);
}
