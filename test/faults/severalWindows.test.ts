import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, it } from 'node:test';
import { temporaryFolder } from '../support/engine/folder.ts';
import { pixel } from '../support/engine/references.ts';
import { agree } from '../support/faults/agreement.ts';
import { buildWindow } from '../support/faults/killPoints.ts';
import { startLedgerService, type Moment } from '../support/faults/ledgerService.ts';
import { targetOf, traceable } from '../support/faults/targetOf.ts';
import { WindowProcess } from '../support/faults/windowProcess.ts';
import { until } from '../support/until.ts';
import { report } from './table.ts';

/** Ms until another window has taken over from one that is dead or stands still, and until a change is seen in all. */
const takeOverLimit = 15_000;
const changeLimit = 1000;

interface Look {
  readonly key: string;
  readonly at: number;
}

/** How late (ms) this machine is with what was due, at its worst, while it is watched: no window can be quicker than that. */
function watchLateness() {
  let worst = 0;
  let due = performance.now() + 20;
  const timer = setInterval(() => {
    worst = Math.max(worst, performance.now() - due);
    due = performance.now() + 20;
  }, 20);
  return { worst: () => worst, stop: () => clearInterval(timer) };
}

/** Holds whatever comes until it is opened. */
function gate() {
  const opened = Promise.withResolvers<undefined>();
  const reached = Promise.withResolvers<undefined>();
  return {
    reached: reached.promise,
    open: () => opened.resolve(undefined),
    pass(): Promise<void> {
      reached.resolve(undefined);
      return opened.promise;
    },
  };
}

describe('eight windows on one store', () => {
  it('share the work: one looks, its place is taken when it dies or sleeps, and it does no harm when it wakes', async (t) => {
    const program = await buildWindow('usual', { killable: false });
    const service = await startLedgerService(t);
    const root = temporaryFolder(t);
    const clips = join(root, 'clips');
    const target = targetOf('sandbox', service.origin, clips);
    const picture = join(root, 'picture.png');
    writeFileSync(picture, pixel);

    const looks: Look[] = [];
    const sendings = new Map<string, number>();
    const holds = new Map<string, ReturnType<typeof gate>>();
    service.looksToSucceed = ({ prompt }) => (open.has(prompt) ? 1 : Infinity);
    service.atMoment = async ({ what, key, entry }: Moment) => {
      if (what === 'looked') looks.push({ key, at: performance.now() });
      if (what === 'sending' && entry !== undefined) sendings.set(entry.prompt, (sendings.get(entry.prompt) ?? 0) + 1);
      const hold = what === 'uploaded' ? 'uploaded' : `${what} ${entry?.prompt ?? ''}`;
      const held = holds.get(hold);
      holds.delete(hold);
      await held?.pass();
    };
    /** Jobs that may succeed now; all others go on. */
    const open = new Set<string>();
    const hold = (what: string): ReturnType<typeof gate> => {
      const held = gate();
      holds.set(what, held);
      return held;
    };

    // Each window's first telling of a job's state.
    const told = new Map<string, Map<string, number>>();
    const ends: string[] = [];
    const windows = new Map<string, WindowProcess>();
    const openWindow = async (key: string): Promise<void> => {
      const window = new WindowProcess(t, program);
      window.onDidSay((message) => {
        if (message.type === 'told') ends.push(`${message.job.id} ${message.job.state}`);
        if (message.type !== 'changed') return;
        for (const { id, state } of message.jobs) {
          const seen = told.get(`${id} ${state}`) ?? new Map<string, number>();
          told.set(`${id} ${state}`, seen);
          if (!seen.has(key)) seen.set(key, message.at);
        }
      });
      windows.set(key, window);
      const order = { folder: join(root, 'store'), baseUrl: service.origin, key, speed: 1, epoch: 0 };
      await window.call('open', key, order);
    };
    const windowOf = (key: string): WindowProcess => {
      const window = windows.get(key);
      assert.ok(window !== undefined, key);
      return window;
    };
    const leader = (): string => looks.at(-1)?.key ?? '';
    const lookAgain = (count: number): Promise<unknown> => {
      const from = looks.length;
      return until(`${count} more looks`, () => looks.length >= from + count, 60_000);
    };

    const lateness = watchLateness();
    const keys = Array.from({ length: 8 }, (_, index) => `window-${index}`);
    await Promise.all(keys.map(openWindow));
    const drafts = keys.map((key) => `of ${key}`);
    for (const key of keys) {
      const { outcome } = await windowOf(key).call('submit', key, traceable(`of ${key}`), target);
      assert.equal(outcome, 'accepted');
    }
    await lookAgain(40);
    assert.equal(new Set(looks.map(({ key }) => key)).size, 1, 'one window looks');

    await until('every window has seen every job', () => seenByAll().length === keys.length);
    const slowest = Math.max(...seenByAll().map((times) => Math.max(...times) - Math.min(...times)));
    t.diagnostic(`a change is seen in all windows after ${slowest.toFixed(0)} ms at worst`);
    t.diagnostic(`this machine was ${lateness.worst().toFixed(0)} ms late at worst`);
    assert.ok(slowest <= changeLimit + lateness.worst(), `${slowest} ms`);
    function seenByAll(): number[][] {
      const queued = [...told].filter(([state, seen]) => state.endsWith(' queued') && seen.size === keys.length);
      return queued.map(([, seen]) => [...seen.values()]);
    }

    const waits: number[] = [];
    /** Ms until another window than `before` looks. */
    async function takenOver(before: string): Promise<void> {
      const since = performance.now();
      const next = await until(
        'another window looks',
        () => looks.find(({ key, at }) => key !== before && at > since),
        2 * takeOverLimit,
      );
      waits.push(next.at - since);
    }

    for (let kill = 0; kill < 2; kill++) {
      const dead = leader();
      await windowOf(dead).kill();
      windows.delete(dead);
      await takenOver(dead);
    }

    // The next one is stopped in the middle of everything that a window does.
    const asleep = leader();
    const sleeper = windowOf(asleep);
    const beforeSend = hold('uploaded');
    const reference = {
      id: 'picture',
      name: 'picture.png',
      kind: 'image',
      source: { type: 'file', uri: pathToFileURL(picture).href },
    } as const;
    const draftAgain = traceable('draft again', { references: [reference] });
    const unsent = sleeper.call('submit', asleep, draftAgain, target);
    await beforeSend.reached;
    const atAnswer = hold('charged answer late');
    const late = sleeper.call('submit', asleep, traceable('answer late'), target);
    await atAnswer.reached;
    const atClip = hold('sending of window-7');
    open.add('of window-7');
    await atClip.reached;
    sleeper.stop();
    await takenOver(asleep);
    const [awake] = [...windows.keys()].filter((key) => key !== asleep);
    assert.ok(awake !== undefined);
    const isDraftAgain = async (): Promise<boolean> =>
      (await windowOf(awake).call('drafts', awake)).some(({ id }) => id === 'draft again');
    await until('what was not sent is a draft again', isDraftAgain, 60_000);
    const again = await windowOf(awake).call('submit', awake, draftAgain, target);
    assert.equal(again.outcome, 'accepted');
    const jobOf = async (draft: string) =>
      (await windowOf(awake).call('jobs', awake)).find((job) => job.draft.id === draft);
    await until('the clip is home', async () => (await jobOf('of window-7'))?.download.state === 'done', 60_000);
    await until('it is unknown', async () => (await jobOf('answer late'))?.state === 'unknown', 60_000);

    // It wakes, and all that it waited for comes.
    const others = looks.length;
    for (const held of [beforeSend, atAnswer, atClip]) held.open();
    sleeper.resume();
    assert.equal((await unsent).outcome, 'withdrawn', 'what another window has sent is not sent again');
    assert.equal((await late).outcome, 'accepted', 'an answer that came late still counts');
    await lookAgain(40);
    assert.deepEqual(
      looks.slice(others).filter(({ key }) => key === asleep),
      [],
      'a window that wakes does not lead',
    );

    // Once more, and with it all that is left ends.
    const second = leader();
    windowOf(second).stop();
    await takenOver(second);
    windowOf(second).resume();
    drafts.push('draft again', 'answer late');
    for (const draft of drafts) open.add(draft);
    await Promise.all([...windows].map(([key, window]) => window.call('finished', key)));
    for (const [key, window] of windows) {
      await window.call('close', key);
      await window.kill();
      assert.equal(await window.ended, undefined);
    }
    lateness.stop();

    t.diagnostic(`another window looks after ${waits.map((wait) => (wait / 1000).toFixed(1)).join(', ')} s`);
    assert.ok(Math.max(...waits) <= takeOverLimit + lateness.worst(), String(waits));
    const verdict = agree(join(root, 'store'), clips, drafts, service);
    assert.deepEqual(verdict, { lost: 0, chargedTwice: 0, broken: [], unknown: 0 });
    assert.equal(new Set(ends).size, ends.length, 'each end is told of once');
    // The one that was under way when its window was stopped was fetched anew by the next; all others once.
    for (const draft of drafts) assert.equal(sendings.get(draft), draft === 'of window-7' ? 2 : 1, draft);
    report(33, {
      fault: 'Several windows: poller killed or stopped',
      tries: waits.length,
      lost: verdict.lost,
      chargedTwice: verdict.chargedTwice,
    });
  });
});
