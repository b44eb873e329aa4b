import {
  bestFixed,
  follow,
  logNormalRuns,
  meanOf,
  Past,
  type Followed,
  type TrueRun,
} from '../support/engine/simulatedJobs.ts';
import { seededRandom } from '../support/faults/random.ts';
import type { Bench, Measured } from './bench.ts';

/** Ms; and how far (σ of the logarithm) jobs differ, with the share of the best fixed interval's looks that was promised. */
const median = 120_000;
const spreads: readonly { readonly sigma: number; readonly goal: number }[] = [
  { sigma: 0.2, goal: 0.48 },
  { sigma: 0.4, goal: 0.66 },
];

/** Users, the jobs that each of them has followed before, and those that are counted. */
const [users, past, jobs] = [40, 40, 150];

const runs = 3;

/** When a client looks at a job: ms until its first look, and between two. */
interface Intervals {
  readonly first: number;
  readonly then: number;
  /** What is added to each wait or taken from it at most. */
  readonly jitter?: number;
}

/** What clients of such services do where nobody tells them otherwise. */
const clients: Readonly<Record<string, Intervals>> = {
  // @runwayml/sdk 4.20.1, src/lib/polling.ts: POLL_TIME = 6000, POLL_JITTER = 3000, both ways together; waits before its first look.
  '@runwayml/sdk': { first: 6000, then: 6000, jitter: 1500 },
  // @fal-ai/client 1.10.1, libs/client/src/queue.ts: DEFAULT_POLL_INTERVAL = 500.
  '@fal-ai/client': { first: 0, then: 500 },
  // replicate 1.4.0, index.js, wait(): `options.interval || 500`.
  replicate: { first: 0, then: 500 },
  // openai-python, src/openai/resources/videos.py, poll(): 1000 where no header openai-poll-after-ms says more. The one for Node has none.
  openai: { first: 0, then: 1000 },
  // vercel/ai, packages/bytedance/src/bytedance-video-model.ts: `pollIntervalMs ?? 3000`. That for fal: 2000.
  'Vercel ai': { first: 0, then: 3000 },
  // comfyanonymous/ComfyUI, comfy_api_nodes/util/client.py, poll_op(): `poll_interval: float = 5.0`.
  ComfyUI: { first: 0, then: 5000 },
};

/**
 * Looks at a job until its end is noticed, simulated: ours, learned from jobs that each user has followed before, against the fixed
 * interval that notices it as soon in the mean, and against what clients do by default, which notice it sooner or as soon.
 */
export const pollRequests: Bench = {
  unit: 'requests per job',
  better: 'smaller',
  measure() {
    return Promise.resolve(spreads.flatMap(measureSpread));
  },
};

function measureSpread({ sigma, goal }: (typeof spreads)[number]): Measured[] {
  const name = `poll-requests:σ ${sigma}`;
  const rounds = Array.from({ length: runs }, (_, round) => simulate(sigma, round));
  const ours = rounds.map(({ ours }) => ours.looks);
  const delays = (all: readonly Followed[]): string => meanOf(all).delay.toFixed(0);
  console.error(`${name}: ours notices the end after ${delays(rounds.map(({ ours }) => ours))} ms in the mean`);
  const fixed = { name, goal, peer: 'best fixed interval', ours, theirs: rounds.map(({ fixed }) => fixed.looks) };
  const others = Object.keys(clients).map((peer) => {
    const theirs = rounds.flatMap(({ others }) => others.get(peer) ?? []);
    console.error(`${name}: ${peer} notices it after ${delays(theirs)} ms in the mean`);
    return { name: `${name}:${peer}`, peer, ours, theirs: theirs.map(({ looks }) => looks) };
  });
  return [fixed, ...others];
}

function simulate(sigma: number, round: number) {
  const [service, random] = [seededRandom(2 * round + 1), seededRandom(2 * round + 2)];
  const counted: TrueRun[] = [];
  const followed: Followed[] = [];
  for (let user = 0; user < users; user++) {
    const learned = new Past();
    for (const run of logNormalRuns(past, median, sigma, service)) follow(run, learned, random, learned);
    for (const run of logNormalRuns(jobs, median, sigma, service)) {
      counted.push(run);
      followed.push(follow(run, learned, random));
    }
  }
  const ours = meanOf(followed);
  const others = new Map(
    Object.entries(clients).map(([peer, client]) => [peer, meanOf(counted.map((run) => wait(run, client, random)))]),
  );
  return { ours, fixed: bestFixed(counted, ours.delay), others };
}

/** A client that looks until the end; the answers take no time. */
function wait(run: TrueRun, { first, then, jitter = 0 }: Intervals, random: () => number): Followed {
  const end = run.queue + run.processing;
  const dither = (): number => (random() * 2 - 1) * jitter;
  let looks = 1;
  for (let at = first + dither(); ; at += then + dither(), looks++) if (at >= end) return { looks, delay: at - end };
}
