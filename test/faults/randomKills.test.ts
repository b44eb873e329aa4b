import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { JobStore } from '../../src/engine/jobs/store.ts';
import { StoreError } from '../../src/engine/jobs/storeError.ts';
import { temporaryFolder } from '../support/engine/folder.ts';
import { agree } from '../support/faults/agreement.ts';
import { buildWindow } from '../support/faults/killPoints.ts';
import { startLedgerService } from '../support/faults/ledgerService.ts';
import { seededRandom, seedOfRun } from '../support/faults/random.ts';
import { targetOf, traceable } from '../support/faults/targetOf.ts';
import { cannotStop, WindowProcess } from '../support/faults/windowProcess.ts';
import { report, soak } from './table.ts';

const duration = (soak ? 300 : 60) * 1000;
const mostWindows = 8;
/** A dead window is found out after a second. */
const speed = 10;

interface Window {
  readonly name: string;
  readonly process: WindowProcess;
  asleep: boolean;
}

describe('several windows', () => {
  it(
    'that are killed, stopped and woken at random agree with the ledger',
    { timeout: duration + 180_000 },
    async (t) => {
      const seed = seedOfRun();
      t.diagnostic(`SEEDANCE_SEED=${seed}`);
      const random = seededRandom(seed);
      const program = await buildWindow('randomKills', { killable: false });
      const service = await startLedgerService(t);
      service.atMoment = () => delay(random() ** 4 * 1500);
      const root = temporaryFolder(t);
      const folder = join(root, 'store');
      const clips = join(root, 'clips');
      const target = targetOf('live', service.origin, clips);
      const epoch = Date.now();
      const drafts: string[] = [];
      const ends: string[] = [];
      const broken: string[] = [];
      const underWay = new Set<Promise<unknown>>();
      const windows: Window[] = [];
      const store = new JobStore(join(folder, 'jobs.db'));
      let opened = 0;
      let faults = 0;
      let locked = 0;

      function pick<T>(of: readonly T[]): T | undefined {
        return of[Math.floor(random() * of.length)];
      }

      /** What a window is asked; where it dies, the ledger tells in the end. */
      function ask(work: Promise<unknown>): void {
        const done = work.catch(() => undefined).finally(() => underWay.delete(done));
        underWay.add(done);
      }

      async function openWindow(): Promise<void> {
        const name = `window-${++opened}`;
        const window: Window = { name, process: new WindowProcess(t, program), asleep: false };
        window.process.onDidSay((message) => {
          if (message.type === 'told') ends.push(`${message.job.id} ${message.job.state}`);
        });
        void window.process.ended.then((why) => {
          if (why !== undefined) broken.push(`${name} ended by itself: ${why}`);
        });
        windows.push(window);
        const order = { folder, baseUrl: service.origin, key: name, speed, epoch };
        await window.process.call('open', name, order).catch(async (error: unknown) => {
          await unlock(error);
          await kill(window);
        });
      }

      async function submit(window: Window): Promise<void> {
        // What came back as a draft is sent again before anything new is made.
        let draft = pick(store.drafts.list());
        if (draft === undefined) {
          const id = `draft ${drafts.length}`;
          draft = traceable(id);
          // Nobody counts on what could not be saved.
          store.drafts.save(draft, Date.now());
          drafts.push(id);
        }
        // Now and then two windows show the same draft, and both send it.
        const other = random() < 0.2 ? pick(windows) : undefined;
        for (const each of other === undefined ? [window] : [window, other]) {
          const submitted = each.process.call('submit', each.name, draft, target);
          ask(submitted);
          if (random() < 0.2)
            ask(
              submitted.then(async ({ job }) => {
                if (job !== undefined) await each.process.call('cancel', each.name, job.id);
              }),
            );
        }
        await delay(0);
      }

      const kill = async (window: Window): Promise<void> => {
        windows.splice(windows.indexOf(window), 1);
        await window.process.kill();
      };
      const sleep = (window: Window): void => {
        window.asleep = true;
        window.process.stop();
      };
      const wake = (window: Window): void => {
        window.asleep = false;
        window.process.resume();
      };

      /** A window that stands still in the middle of a write keeps all others from theirs, until it wakes. */
      async function unlock(error: unknown): Promise<void> {
        // What a window says of it comes as text.
        if (!String(error).includes(new StoreError('busy').message)) throw error;
        locked++;
        for (const window of windows.filter(({ asleep }) => asleep)) wake(window);
        await delay(100);
      }

      const isEnough = (): boolean => faults > duration / 2000 && drafts.length > duration / 4000;

      await openWindow();
      // A slow machine has a minute more to try much.
      for (const until = Date.now() + duration; Date.now() < until + (isEnough() ? 0 : 60_000);) {
        await delay(20 + random() * 150);
        const window = pick(windows);
        const chance = random();
        if (window === undefined || (windows.length < mostWindows && chance < 0.15)) await openWindow();
        else if (window.asleep) {
          if (chance < 0.5) wake(window);
        } else if (chance < 0.22) {
          faults++;
          await kill(window);
        } else if (chance < 0.35 && cannotStop === false) {
          faults++;
          sleep(window);
        } else if (chance < 0.4) ask(window.process.call('refresh', window.name));
        else if (store.countActive() < 12) await submit(window).catch(unlock);
      }

      for (const window of windows.filter(({ asleep }) => asleep)) wake(window);
      await Promise.all(underWay);
      for (const window of windows) ask(window.process.call('close', window.name));
      await Promise.all(underWay);
      for (const window of [...windows]) await kill(window);
      await openWindow();
      const [last] = windows;
      assert.ok(last !== undefined);
      await last.process.call('finished', last.name);
      for (const draft of store.drafts.list()) await last.process.call('submit', last.name, draft, target);
      await last.process.call('finished', last.name);
      await last.process.call('close', last.name);
      await kill(last);
      store.close();

      const verdict = agree(folder, clips, drafts, service);
      const { lost, chargedTwice, unknown } = verdict;
      t.diagnostic(
        `${faults} kills and stops, ${opened} windows, ${drafts.length} jobs, ${unknown} of them unknown, locked ${locked} times`,
      );
      assert.deepEqual([lost, chargedTwice, [...broken, ...verdict.broken]], [0, 0, []]);
      assert.equal(new Set(ends).size, ends.length, 'each end is told of once');
      assert.ok(isEnough(), 'much was tried');
      const fault = 'Several windows: a minute of random kills';
      report(34, { fault, tries: faults, atLeast: 30, lost, chargedTwice });
    },
  );
});
