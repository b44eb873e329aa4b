import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { EventEmitter, window, type Disposable, type StatusBarItem } from 'vscode';
import { registerStatusBar } from '../../src/editor/jobs/statusBar.ts';
import { statusText } from '../../src/editor/jobs/statusText.ts';
import type { Studio } from '../../src/editor/studio.ts';
import { leftRange, leftText, usualText } from '../../src/editor/words/waits.ts';
import { JobStore } from '../../src/engine/jobs/store.ts';
import { jobOf } from '../support/engine/fixtures.ts';
import { until } from './until.ts';

const range = (from: number, median: number, to: number, late = false) => ({
  ...{ from: from * 1000, median: median * 1000, to: to * 1000, late },
});

describe('the time that a clip may take', () => {
  it('is told to some seconds or to a minute, in one unit where one does', () => {
    assert.equal(usualText(range(93, 120, 155)), 'usually ready in 1:35–2:40');
    assert.equal(usualText(range(41, 100, 155)), 'usually ready in 0:40–2:40');
    assert.equal(usualText(range(118, 150, 185)), 'usually ready in 2:00–3:10');
    assert.equal(usualText(range(120, 150, 180)), 'usually ready in 2–3 min');
    assert.equal(usualText(range(120, 120, 120)), 'usually ready in 2 min');
    assert.equal(usualText(range(22, 40, 54)), 'usually ready in 20–55 s');
    assert.equal(usualText(range(41, 150, 540)), 'usually ready in 40 s to 9 min');
    assert.equal(usualText(range(20, 20, 20)), 'usually ready in 20 s');
    assert.equal(usualText(range(1, 2, 3)), 'usually ready in 0–5 s');
  });

  it('is told so that what is said is the range, but for half a step', () => {
    const ms = fc.integer({ min: 0, max: 7_200_000 });
    const seconds = (text: string): number => text.split(':').reduce((sum, part) => 60 * sum + Number(part), 0);
    fc.assert(
      fc.property(ms, ms, (one, other) => {
        const [from, to] = [Math.min(one, other), Math.max(one, other, 5000)];
        const said = usualText({ from, median: from, to });
        const read = /^usually ready in ([\d:]+)(?:( s to |–)([\d:]+))?( s| min)?$/.exec(said);
        assert.ok(read, said);
        const [, first = '', between, second = first, last] = read;
        const most = seconds(second) * (last === ' min' ? 60 : 1);
        const least = seconds(first) * (last === ' min' && between !== ' s to ' ? 60 : 1);
        for (const [told, meant] of [
          [least * 1000, from],
          [most * 1000, to],
        ] as const)
          assert.ok(
            Math.abs(told - meant) <= Math.max(2500, Math.min(meant / 20, 30_000)),
            `${said}: ${from} to ${to}`,
          );
      }),
    );
  });

  it('stands in the status bar for the next of the clips in the making, and not for one of the sandbox', () => {
    const folder = mkdtempSync(join(tmpdir(), 'seedance-waits-'));
    const store = new JobStore(join(folder, 'jobs.db'));
    const now = 1_000_000_000;
    assert.equal(statusText(store, now), undefined);
    store.insert(jobOf({ id: 'toy', requestId: 'toy', service: 'sandbox' }));
    assert.deepEqual(statusText(store, now), {
      text: '$(loading~spin) 1',
      tooltip: '1 clip in the making',
      warns: false,
    });
    for (const [id, acceptedAt] of [
      ['new', now],
      ['old', now - 100_000],
    ] as const)
      store.insert(jobOf({ id, requestId: id, acceptedAt, service: 'live' }));
    const old = store.expectations.remaining(store.get('old') ?? jobOf(), now);
    assert.ok(old);
    const status = statusText(store, now);
    assert.equal(status?.text, `$(loading~spin) 3 · ${leftText(old)}`);
    assert.equal(status.tooltip, `3 clips in the making; the next: ${leftRange(old)}`);
    // A refused key holds up all of them: how long they take is not the question then.
    const failure = { kind: 'unauthorized', status: 401 } as const;
    for (const id of ['new', 'old']) store.apply(id, { type: 'lookFailed', failure, pollAt: now });
    const held = statusText(store, now);
    assert.equal(held?.text, '$(warning) 3');
    assert.match(held.tooltip, /^3 clips in the making\n.*does not accept the API key\..*2 jobs wait/);
    assert.ok(held.warns);
    store.close();
    rmSync(folder, { recursive: true });
  });

  it('is written anew in the status bar as it goes by, and by no timer where nothing is in the making', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'seedance-waits-'));
    const store = new JobStore(join(folder, 'jobs.db'));
    const opened = new EventEmitter<{ readonly store: JobStore }>();
    const closes = new EventEmitter<void>();
    const drawn: string[] = [];
    const item: Pick<StatusBarItem, 'text' | 'show' | 'hide' | 'dispose'> = {
      text: '',
      show: () => void drawn.push(item.text),
      hide: () => void drawn.push('hidden'),
      dispose: () => undefined,
    };
    const subscriptions: Disposable[] = [];
    const log = { error: (error: unknown) => void drawn.push(String(error)) };
    const events = { onDidOpenEngine: opened.event, onWillClose: closes.event };
    const { createStatusBarItem } = window;
    Reflect.set(window, 'createStatusBarItem', () => item);
    try {
      subscriptions.push(registerStatusBar({ ...events, context: { subscriptions }, log } as unknown as Studio, 20));
      opened.fire({ store });
      await until('that there is none', () => drawn.join() === 'hidden');
      const acceptedAt = Date.now();
      store.insert(jobOf({ id: 'one', acceptedAt, service: 'live' }));
      await until('what is left, again and again', () => drawn.length > 4);
      assert.match(drawn.slice(1).join('\n'), /^(\$\(loading~spin\) 1 · about \d+ (s|min) left\n?)+$/);
      store.apply('one', { type: 'cancelled', at: Date.now() });
      // By what would have been written next, and by the change.
      await until('that there is none any more', () => drawn.slice(-2).join() === 'hidden,hidden');
      const { length } = drawn;
      await new Promise((resolve) => setTimeout(resolve, 200));
      assert.equal(drawn.length, length);
    } finally {
      Reflect.set(window, 'createStatusBarItem', createStatusBarItem);
      for (const part of subscriptions) part.dispose();
      store.close();
      rmSync(folder, { recursive: true });
    }
  });

  it('is told of a job by what is left, how sure that is, and that nobody knows where it takes longer than usual', () => {
    assert.equal(leftText(range(100, 125, 190)), 'about 2 min left');
    assert.equal(leftRange(range(100, 125, 190)), 'about 2 min left (usually 1:40–3:10)');
    assert.equal(leftText(range(2, 14, 40)), 'about 20 s left');
    assert.equal(leftRange(range(5, 60, 900, true)), 'longer than usual');
  });
});
