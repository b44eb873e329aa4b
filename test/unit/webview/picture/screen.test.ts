import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import type { Take } from '../../../../src/shared/compareMessages.ts';
import { Screen } from '../../../../src/webview/compare/screen.ts';
import { Turns } from '../../../../src/webview/compare/turns.ts';

/** A video element as far as a screen and its sound need one. */
class Element extends EventTarget {
  readyState = 0;
  paused = true;
  ended = false;
  currentTime = 0;
  duration = 5;
  muted = false;
  #src = '';

  get src(): string {
    return this.#src;
  }

  /** What is in memory is there at once. */
  set src(source: string) {
    this.#src = source;
    this.readyState = 0;
    if (source.startsWith('blob:')) setImmediate(() => this.load('canplay'));
  }

  load(event = 'emptied'): void {
    this.readyState = event === 'canplay' ? 4 : 0;
    this.dispatchEvent(new Event(event));
  }

  removeAttribute(): void {
    this.#src = '';
  }

  play = (): Promise<void> => Promise.resolve();
  pause = (): void => undefined;
  requestVideoFrameCallback = (): number => 0;
}

/** A worker that makes the sound of each clip at once. */
class Worker extends EventTarget {
  postMessage(): void {
    const data = { type: 'made', clip: new ArrayBuffer(8) };
    setImmediate(() => this.dispatchEvent(new MessageEvent('message', { data })));
  }

  terminate = (): void => undefined;
}

const take = (source: string): Take => ({ id: 'take', name: 'take.mp4', source, sandbox: false });

describe('the screen of a take', () => {
  const fetched: string[] = [];
  const revoked: string[] = [];
  const { HTMLMediaElement: media, document: page, Worker: worker } = globalThis;

  beforeEach(() => {
    for (const list of [fetched, revoked]) list.length = 0;
    Object.assign(globalThis, {
      HTMLMediaElement: { HAVE_METADATA: 1, HAVE_FUTURE_DATA: 3 },
      document: { createElement: () => new Element() },
      Worker,
    });
    mock.method(globalThis, 'fetch', (url: string) => {
      fetched.push(url);
      return Promise.resolve(new Response('bytes'));
    });
    // What the page would wait for at most keeps no test waiting.
    const { setTimeout: later } = globalThis;
    mock.method(globalThis, 'setTimeout', (act: () => void, ms: number) => later(act, ms).unref());
    mock.method(URL, 'revokeObjectURL', (url: string) => revoked.push(url));
  });

  afterEach(() => {
    mock.restoreAll();
    Object.assign(globalThis, { HTMLMediaElement: media, document: page, Worker: worker });
  });

  const turns = async (): Promise<void> => {
    for (let left = 20; left > 0; left--) await new Promise((resolve) => setImmediate(resolve));
  };

  function screenOf(source: string): { readonly screen: Screen; readonly load: () => Promise<void> } {
    const screen = new Screen('take', () => undefined, new Turns());
    screen.show(take(source), 'sound.wasm');
    const load = async (): Promise<void> => {
      (screen.video as unknown as Element).load('canplay');
      await turns();
    };
    return { screen, load };
  }

  it('that is heard gets a copy with its sound, which goes with the file it was made of, or with the screen', async () => {
    const { screen, load } = screenOf('old.mp4');
    screen.hear();
    await load();
    const copy = screen.video.src;
    assert.match(copy, /^blob:/);
    screen.show(take('new.mp4'), 'sound.wasm');
    assert.equal(screen.video.src, 'new.mp4');
    assert.ok(revoked.includes(copy));
    screen.hear();
    await load();
    const next = screen.video.src;
    assert.match(next, /^blob:/);
    screen.close();
    assert.ok(revoked.includes(next));
  });

  it('that is not heard any more makes no sound of a file that has become another, has gone, or was closed', async () => {
    for (const leave of [
      (screen: Screen) => screen.show(take('new.mp4'), 'sound.wasm'),
      (screen: Screen) => screen.show({ ...take(''), missing: 'It is gone.' }, 'sound.wasm'),
      (screen: Screen) => screen.close(),
    ]) {
      const { screen, load } = screenOf('old.mp4');
      screen.hear();
      leave(screen);
      await load();
      assert.deepEqual(fetched, []);
    }
  });

  it('is not exchanged for a copy of the file before that was in the making', async () => {
    const { screen, load } = screenOf('old.mp4');
    screen.hear();
    (screen.video as unknown as Element).load('canplay');
    screen.show(take('new.mp4'), 'sound.wasm');
    await load();
    assert.equal(screen.video.src, 'new.mp4');
  });
});
