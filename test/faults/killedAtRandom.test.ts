import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, it, type TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { isUnfinished } from '../../src/engine/jobs/job.ts';
import { JobStore } from '../../src/engine/jobs/store.ts';
import { inMemory, temporaryFolder } from '../support/engine/folder.ts';
import { agree, readCrashed, type Held, type Verdict } from '../support/faults/agreement.ts';
import { buildWindow, type Program } from '../support/faults/killPoints.ts';
import { startLedgerService } from '../support/faults/ledgerService.ts';
import { seededRandom, seedOfRun } from '../support/faults/random.ts';
import { targetOf, traceable } from '../support/faults/targetOf.ts';
import { WindowDied, WindowProcess } from '../support/faults/windowProcess.ts';
import { report } from './table.ts';

const speed = 30;
const epoch = Date.now();
const moments = 300;
const stores = 6;

let program: Program;
before(async () => {
  program = await buildWindow('killedAtRandom', { killable: false });
});

interface Run extends Verdict {
  /** How many kills came while a job had something left to do. */
  readonly atWork: number;
}

/** One store, on which a window is killed and another one opened, again and again, while jobs are at every step. */
async function killOften(t: TestContext, random: () => number): Promise<Run> {
  const service = await startLedgerService(t);
  /** Called when the service is at something. */
  let hear: () => void = () => undefined;
  service.atMoment = () => {
    hear();
    return delay(random() * 20);
  };
  /** A moment that means the same however fast the machine is: soon after the service was at so many things. */
  const someMoment = async (): Promise<void> => {
    let left = Math.floor(random() * 8);
    await new Promise<void>((resolve) => {
      hear = () => (left-- > 0 ? undefined : resolve());
      // Before it is asked for the first time.
      if (left === 0) hear();
    });
    await delay(random() * 30);
  };
  const root = temporaryFolder(t, inMemory);
  const folder = join(root, 'store');
  const clips = join(root, 'clips');
  const target = targetOf('live', service.origin, clips);
  const order = { folder, baseUrl: service.origin, key: 'sd2_test', speed, epoch };
  const drafts = Array.from({ length: 60 }, (_, index) => `draft ${index}`);
  const store = new JobStore(join(folder, 'jobs.db'));
  drafts.forEach((id, index) => store.drafts.save(traceable(id), index));
  store.close();

  async function use(window: WindowProcess): Promise<void> {
    const waiting = await window.call('drafts', 'window');
    for (const draft of waiting.slice(0, 1 + Math.floor(random() * 3))) {
      const { job } = await window.call('submit', 'window', draft, target);
      // Too late where it has ended meanwhile: then the service refuses.
      if (job !== undefined && random() < 0.3)
        await window.call('cancel', 'window', job.id).catch((error: unknown) => {
          if (error instanceof WindowDied) throw error;
        });
    }
    await window.call('finished', 'window');
  }

  const crashes: Held[] = [];
  for (let moment = 0; moment < moments / stores; moment++) {
    const window = new WindowProcess(t, program);
    await window.call('open', 'window', order);
    const died = use(window).catch((error: unknown) => {
      if (!(error instanceof WindowDied)) throw error;
    });
    await Promise.race([someMoment(), died]);
    await window.kill();
    await died;
    assert.equal(await window.ended, undefined);
    crashes.push(readCrashed(folder, join(root, `copy ${moment}`)));
  }
  const last = new WindowProcess(t, program);
  await last.call('open', 'window', order);
  await last.call('finished', 'window');
  for (const draft of await last.call('drafts', 'window')) await last.call('submit', 'window', draft, target);
  await last.call('finished', 'window');
  await last.call('close', 'window');
  await last.kill();
  const atWork = crashes.filter(({ jobs }) => jobs.some(isUnfinished)).length;
  return { ...agree(folder, clips, drafts, service, crashes), atWork };
}

describe('a window that is killed', () => {
  it(`at ${moments} random moments loses nothing and pays nothing twice`, async (t) => {
    const seed = seedOfRun();
    t.diagnostic(`SEEDANCE_SEED=${seed}`);
    const seeds = Array.from({ length: stores }, (_, index) => seed + index);
    const verdicts: Run[] = [];
    const work = async (): Promise<void> => {
      for (let next = seeds.shift(); next !== undefined; next = seeds.shift())
        verdicts.push(await killOften(t, seededRandom(next)));
    };
    await Promise.all([work(), work(), work()]);
    const sum = (of: (run: Run) => number): number => verdicts.reduce((so, verdict) => so + of(verdict), 0);
    const lost = sum((verdict) => verdict.lost);
    const chargedTwice = sum((verdict) => verdict.chargedTwice);
    t.diagnostic(`${sum(({ unknown }) => unknown)} of ${stores * 60} jobs ended unknown`);
    const atWork = sum((verdict) => verdict.atWork);
    t.diagnostic(`${atWork} of ${moments} kills came while a job was unfinished`);
    // A kill of a window that has nothing to do shows nothing.
    assert.ok(atWork >= moments * 0.75, `only ${atWork} of ${moments} kills came while a job was unfinished`);
    assert.deepEqual([lost, chargedTwice, verdicts.flatMap(({ broken }) => broken)], [0, 0, []]);
    report(31, { fault: 'Killed at random moments', tries: moments, lost, chargedTwice });
  });
});
