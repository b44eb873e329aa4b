import type { Followed } from './activeJobs.ts';
import { ActiveStore } from './activeStore.ts';
import { promised, type Bench, type Measured } from './bench.ts';
import { startChild } from './child.ts';

const runs = 3;

/** Ms: what is not measured, so that the looks at all jobs are in their stride, and what is. */
const [warmUp, measure] = [60_000, 60_000];

/** Ms that an answer of the service takes. */
const latency = 50;

/** What was promised: percent of a core, requests at a time. */
const [share, inFlight] = [5, 4];

interface Run extends Followed {
  readonly most: number;
  readonly requests: number;
}

/** 1,000 jobs under way: the share of a core, requests at a time and the delay until an end is known, against fal's client following each. */
export const active: Bench = {
  unit: '% of a core',
  better: 'smaller',
  async measure() {
    const service = startChild('activeService.ts', { latency });
    try {
      const origin = String(await service.ask());
      const follow = async (file: string, folder: string): Promise<Run> => {
        await service.ask({});
        const client = startChild(file, { origin, folder, warmUp, measure });
        try {
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
  const rate = ({ requests }: Run): number => (1000 * requests) / (warmUp + measure);
  return [
    { name: 'active-1k', goal: 0.2, ...both((run) => run.cpu) },
    { name: 'active-1k:share', goal: 1, peer: promised, ours: cpu, theirs: [share] },
    { name: 'active-1k:in-flight', unit: 'requests', goal: 1, peer: promised, ours: most, theirs: [inFlight] },
    { name: 'active-1k:in-flight-peer', unit: 'requests', ...both((run) => run.most) },
    { name: 'active-1k:delay', unit: 's', ...both(({ delays }) => sum(delays) / delays.length) },
    { name: 'active-1k:requests', unit: 'a second', ...both(rate) },
  ];
}

function sum(figures: readonly number[]): number {
  return figures.reduce((total, figure) => total + figure, 0);
}
