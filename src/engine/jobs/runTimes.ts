import { isSameKind, type Between, type FinishedRun, type RunKind } from './finishedRuns.ts';
import { densityOf, learn, type Prior } from './regimes.ts';
import { TimeTable } from './timeTable.ts';

/** How long jobs of one kind take. */
export interface RunTimes {
  /** From accepted to the end. */
  readonly total: TimeTable;
  /** Its two parts, where they say more than the total. */
  readonly parts?: { readonly queue: TimeTable; readonly processing: TimeTable };
}

/** A new user's clip: half take 2.5 min at most, eight of ten between 40 s and 9 min. */
const newcomer: Prior = { mean: Math.log(150_000), scale: 0.85 };

/** How far off a kind's middle may be where others are known: of any kind, of its model, of its model, resolution and mode. */
const borrowed: readonly { readonly scale: number; readonly alike: (a: RunKind, b: RunKind) => boolean }[] = [
  { scale: 0.75, alike: () => true },
  { scale: 0.6, alike: (a, b) => a.model === b.model },
  { scale: 0.45, alike: (a, b) => a.model === b.model && a.resolution === b.resolution && a.mode === b.mode },
];

/** What is known before counts as much as so many of the others do. */
const priorWeight = 2;

/** More of one kind's past than this says nothing new. */
const mostOfKind = 60;

/** A wide gap's first guess is too sure of the middle: so often what was learned with it says anew where in its gap each lies. */
const refinements = 2;

/** Its multiples, as shares of 1, lie as evenly as can be, however many of them there are. */
const golden = (Math.sqrt(5) - 1) / 2;

/** The queue is told apart from the processing where at least so many runs show both, and it makes so much of the times' spread. */
const fewestParts = 8;
const clearerBy = 0.75;

/** How long jobs of this kind will take by `runs`, those of whatever kind that have finished, oldest first. */
export function learnRunTimes(kind: RunKind, runs: readonly FinishedRun[]): RunTimes {
  const total = tableOf(kind, runs, (run) => run.total);
  const own = runs.filter((run) => isSameKind(kind, run.kind)).slice(-mostOfKind);
  const parts = own.flatMap(({ parts, total }) => (parts === undefined ? [] : [{ ...parts, total }]));
  const clearer =
    parts.length >= fewestParts &&
    deviation(parts.map(({ processing }) => processing)) < clearerBy * deviation(parts.map(({ total }) => total));
  if (!clearer) return { total };
  const queue = tableOf(kind, runs, ({ parts }) => parts?.queue);
  return { total, parts: { queue, processing: tableOf(kind, runs, ({ parts }) => parts?.processing) } };
}

/** Jobs of a kind that has few of them take about as long as others do that are much like it. */
function tableOf(
  kind: RunKind,
  runs: readonly FinishedRun[],
  timeOf: (run: FinishedRun) => Between | undefined,
): TimeTable {
  const timesOf = (wanted: (run: FinishedRun) => boolean): Between[] =>
    runs.filter(wanted).flatMap((run) => timeOf(run) ?? []);
  let prior = newcomer;
  for (const { scale, alike } of borrowed) {
    const others = timesOf((run) => alike(kind, run.kind) && !isSameKind(kind, run.kind)).map(middleOf);
    const share = priorWeight / (priorWeight + others.length);
    const mean = others.reduce((sum, each) => sum + logarithm(each), 0) / Math.max(others.length, 1);
    prior = { mean: prior.mean * share + mean * (1 - share), scale: prior.scale * share + scale * (1 - share) };
  }
  const own = timesOf((run) => isSameKind(kind, run.kind)).slice(-mostOfKind);
  const tableBy = (pointOf: (time: Between, index: number) => number): TimeTable => {
    const logarithms = own.map((time, index) => logarithm(pointOf(time, index)));
    return TimeTable.ofLogarithm(densityOf(learn(logarithms, prior)));
  };
  // A wide gap is no news: at first it is taken to hold what is usual, as far as it can.
  const usual = median(own.map(middleOf));
  const rough = tableBy(({ after, until }) => {
    const margin = (until - after) / 8;
    return Math.min(Math.max(usual, after + margin), until - margin);
  });
  // Then each lies where it was likely by what was learned so; not all of them in the likeliest place, or they would seem too much alike.
  let table = rough;
  for (let round = 0; round < refinements; round++) {
    const before = table;
    table = tableBy(({ after, until }, index) => {
      const share = ((index + 0.5) * golden) % 1;
      const lasts = before.survival(after) * (1 - share) + before.survival(until) * share;
      return Math.min(Math.max(before.quantile(1 - lasts), after), until);
    });
  }
  return table;
}

function middleOf({ after, until }: Between): number {
  return (after + until) / 2;
}

/** Less than a second is no wait. */
function logarithm(ms: number): number {
  return Math.log(Math.max(ms, 1000));
}

/** How far they lie from their middle: half of them less than this. A few that are far off change little in it. */
function deviation(times: readonly Between[]): number {
  const values = times.map(middleOf);
  const center = median(values);
  return median(values.map((value) => Math.abs(value - center)));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}
