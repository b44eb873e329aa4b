import assert from 'node:assert/strict';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import { agree, readCrashed, readStore, type Held } from '../support/faults/agreement.ts';
import { buildWindow, type Program } from '../support/faults/killPoints.ts';
import { passedElsewhere } from '../support/faults/passedElsewhere.ts';
import { open, scenarios, targetIn, worldOf, type Scenario, type World } from '../support/faults/killScenarios.ts';
import { WindowDied, WindowProcess } from '../support/faults/windowProcess.ts';
import { report, soak } from './table.ts';

/** Crashed stores that one process takes up together. */
const batch = 10;

/** Windows that are killed at a time: most of their time is waiting. */
const workers = 4;

/** Where timers race a pass may not come in one run: it has to in one of so many. */
const attempts = 8;

/** One that has not: so many runs more that nobody kills have to come by, or it is a pass that comes by chance. */
const witnesses = 4;

let program: Program;
before(async () => {
  program = await buildWindow('killedAtAwaits', { killable: true });
});

/** A pass of a kill point: the first, or one that comes later. */
interface Moment {
  readonly point: number;
  readonly pass: number;
  /** The point, and which of its passes it is: what needs one kill, whichever scenario has it. */
  readonly name: string;
}

/** The points that any scenario has come by. */
const passedBy = new Set<number>();

/** How much a process has done to the world at each pass of each point when nobody kills it; the points are in their order. */
async function passesOf(t: TestContext, scenario: Scenario): Promise<ReadonlyMap<number, readonly number[]>> {
  const world = await worldOf(t, scenario);
  const window = new WindowProcess(t, program);
  await window.call('watch', 'window');
  await scenario.drive(window, world);
  const passed = await window.call('passed', 'window');
  await window.kill();
  for (const [point] of passed) passedBy.add(point);
  return new Map(passed);
}

interface Crash extends Moment {
  readonly world: World;
  /** What was on disk before, where there was anything, and when it died. */
  readonly held: readonly Held[];
}

/** Kills a process at the moment; where it did not come by this time, says how often it came by the point. */
async function killAt(t: TestContext, moment: Moment, scenario: Scenario): Promise<Crash | number> {
  const { point, pass } = moment;
  const world = await worldOf(t, scenario);
  const earlier = existsSync(world.store) ? [readStore(world.store)] : [];
  const window = new WindowProcess(t, program);
  await window.call('arm', 'window', point, pass);
  const died = await scenario.drive(window, world).then(
    () => false,
    (error: unknown) => {
      if (error instanceof WindowDied) return true;
      throw error;
    },
  );
  const passes = died ? [] : await window.call('passed', 'window');
  if (!died) await window.kill();
  assert.equal(await window.ended, undefined);
  if (!died) {
    rmSync(world.root, { recursive: true });
    return new Map(passes).get(point)?.length ?? 0;
  }
  return { ...moment, world, held: [...earlier, readCrashed(world.store, join(world.root, 'copy'))] };
}

/** The same until it comes by: a later pass may be an earlier one in another run, but never the first. */
async function killSurely(t: TestContext, moment: Moment, scenario: Scenario): Promise<Crash | undefined> {
  let { pass } = moment;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const crash = await killAt(t, { ...moment, pass }, scenario);
    if (typeof crash !== 'number') return crash;
    if (crash > 1) pass = Math.min(pass, crash);
  }
  return undefined;
}

/** True where a run that nobody kills does not come by this time: two clips raced for the same folder, say, and do not any more. */
async function comesByChance(t: TestContext, { point, pass }: Moment, scenario: Scenario): Promise<boolean> {
  for (let witness = 0; witness < witnesses; witness++)
    if (((await passesOf(t, scenario)).get(point)?.length ?? 0) < pass) return true;
  return false;
}

/** Restarts on all these stores: what is unfinished ends by itself, what is a draft again is sent again by its person. */
async function takeUp(t: TestContext, crashes: readonly Crash[]): Promise<void> {
  const window = new WindowProcess(t, program);
  await Promise.all(
    crashes.map(async ({ world }, index) => {
      const name = String(index);
      await open(window, world, name);
      await window.call('finished', name);
      for (const draft of await window.call('drafts', name)) await window.call('submit', name, draft, targetIn(world));
      await window.call('finished', name);
      await window.call('close', name);
    }),
  );
  await window.kill();
}

interface Sum {
  tries: number;
  lost: number;
  chargedTwice: number;
  readonly broken: string[];
  readonly missed: string[];
  /** The passes that came by chance before. */
  readonly chances: Moment[];
}

function describeMoment({ point, pass }: Moment): string {
  const { when, place = '', line } = program.points[point] ?? {};
  return `${when} ${place} (line ${line}), pass ${pass}`;
}

/** What the engine waits for or writes and no scenario has come by: each place once, with its line. */
function leftOut(): ReadonlyMap<string, string> {
  const known = program.points.map(({ place, line }, point) => ({ id: `${place} (line ${line})`, place, point }));
  const passed = new Set(known.filter(({ point }) => passedBy.has(point)).map(({ id }) => id));
  return new Map(known.filter(({ id }) => !passed.has(id)).map(({ id, place }) => [id, place]));
}

async function killEverywhere(t: TestContext, moments: readonly Moment[], scenario: Scenario, sum: Sum): Promise<void> {
  const waiting = [...moments];
  await Promise.all(Array.from({ length: workers }, work));

  async function work(): Promise<void> {
    for (let mine = waiting.splice(0, batch); mine.length > 0; mine = waiting.splice(0, batch)) {
      const crashes: Crash[] = [];
      for (const moment of mine) {
        const crash = await killSurely(t, moment, scenario);
        if (crash !== undefined) crashes.push(crash);
        else if (await comesByChance(t, moment, scenario)) sum.chances.push(moment);
        else sum.missed.push(describeMoment(moment));
      }
      await takeUp(t, crashes);
      for (const crash of crashes) {
        const { world, held } = crash;
        const verdict = agree(world.store, world.clips, scenario.drafts, world.service, held);
        rmSync(world.root, { recursive: true });
        sum.tries++;
        sum.lost += verdict.lost;
        sum.chargedTwice += verdict.chargedTwice;
        sum.broken.push(...verdict.broken.map((what) => `killed at ${describeMoment(crash)}: ${what}`));
      }
    }
  }
}

/**
 * The first and the last pass of each point. Between some of them the process does nothing that anybody could find: what is left is the
 * same after the one as after the other, and one of them in each file is enough but for a long run.
 */
async function momentsOf(t: TestContext, scenario: Scenario, covered: Set<string>): Promise<Moment[]> {
  const one = await passesOf(t, scenario);
  const other = await passesOf(t, scenario);
  const moments: Moment[] = [];
  const seen = new Set<string>();
  for (const [point, deeds] of one) {
    const always = Math.min(deeds.length, other.get(point)?.length ?? 0);
    for (const which of ['first', 'last'] as const) {
      const pass = which === 'first' ? 1 : always;
      const name = `${point} ${which}`;
      if (pass > always || (which === 'last' && pass === 1) || covered.has(name)) continue;
      covered.add(name);
      const file = program.points[point]?.place.split(' ', 1)[0] ?? '';
      const left = `${deeds[pass - 1] ?? 0} ${file}`;
      if (soak || !seen.has(left)) moments.push({ point, pass, name });
      seen.add(left);
    }
  }
  return moments;
}

describe('a window that is killed at an await or a write loses nothing and pays nothing twice', () => {
  const sums: Sum[] = [];
  /** The passes that need no kill any more, whichever scenario had them. */
  const covered = new Set<string>();

  for (const scenario of scenarios)
    it(`while it ${scenario.name}`, async (t) => {
      const sum: Sum = { tries: 0, lost: 0, chargedTwice: 0, broken: [], missed: [], chances: [] };
      sums.push(sum);
      const before = covered.size;
      const moments = await momentsOf(t, scenario, covered);
      await killEverywhere(t, moments, scenario, sum);
      t.diagnostic(`${sum.tries} kills for ${covered.size - before} passes`);
      for (const moment of sum.chances) {
        t.diagnostic(`comes by chance: ${describeMoment(moment)}`);
        // Another scenario may come by each time.
        covered.delete(moment.name);
      }
      assert.deepEqual([sum.lost, sum.chargedTwice, sum.broken, sum.missed], [0, 0, [], []]);
    });

  it('wherever a job, its clip or its cancel waits or writes', () => {
    const reasons = Object.values(passedElsewhere).flat();
    const holes = [...leftOut()].filter(([, place]) => !reasons.some((reason) => place.startsWith(reason)));
    assert.deepEqual(
      holes.map(([id]) => id),
      [],
      'no scenario comes by, and passedElsewhere.ts does not say why',
    );
    const places = program.points.map(({ place }) => place);
    const stale = reasons.filter((reason) => !places.some((place) => place.startsWith(reason)));
    assert.deepEqual(stale, [], 'passedElsewhere.ts names what is not there');
  });

  after(() => {
    const total = (name: 'tries' | 'lost' | 'chargedTwice'): number => sums.reduce((all, sum) => all + sum[name], 0);
    const [tries, lost, chargedTwice] = [total('tries'), total('lost'), total('chargedTwice')];
    report(30, { fault: 'Killed at every await', tries, atLeast: 500, lost, chargedTwice });
  });
});
