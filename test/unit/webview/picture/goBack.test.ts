import assert from 'node:assert/strict';
import { after, before, mock, test, describe } from 'node:test';
import { goBack } from '../../../../src/webview/preview/goBack.ts';

/** Milliseconds of a clock that stands until somebody moves it. */
let now = 0;
describe('going back', () => {
  before(() => {
    mock.method(performance, 'now', () => now);
    // A picture of the page takes no time here.
    Object.assign(globalThis, { requestAnimationFrame: (draw: () => void) => setImmediate(draw) });
  });
  after(() => mock.restoreAll());

  /** An element that needs so many milliseconds for each frame it is told to go to. */
  class Element extends EventTarget {
    readonly visited: number[] = [];
    readonly #takes: (visit: number) => number;

    constructor(takes: (visit: number) => number) {
      super();
      this.#takes = takes;
    }

    set currentTime(seconds: number) {
      this.visited.push(seconds);
      setImmediate(() => {
        now += this.#takes(this.visited.length);
        this.dispatchEvent(new Event('seeked'));
      });
    }
  }

  /** Goes back from 2 s at 24 frames a second, to the start. */
  async function visited(element: Element, speed: number): Promise<number[]> {
    now = 0;
    const place = (seconds: number): number | undefined => {
      const frame = Math.floor((2 - seconds * speed) * 24 + 1e-6);
      return frame < 0 ? undefined : frame / 24;
    };
    await goBack(() => element as unknown as HTMLVideoElement, place, new AbortController().signal);
    return element.visited.map((time) => Math.round(time * 24));
  }

  test('a quick element shows every frame, one after the other', async () => {
    const frames = await visited(new Element(() => 1000 / 24), 1);
    assert.deepEqual(
      frames,
      Array.from({ length: frames.length }, (_, index) => 48 - index),
    );
    assert.ok(frames.length >= 48);
  });

  test('a slow one is told each time where the clock has come to, and never goes behind it', async () => {
    const element = new Element((visit) => (visit === 3 ? 1000 : 100));
    const frames = await visited(element, 1);
    assert.deepEqual(frames.slice(0, 4), [48, 45, 43, 19]);
    assert.deepEqual(
      frames.toSorted((one, other) => other - one),
      frames,
    );
  });

  test('twice as fast is twice as far in the same time', async () => {
    const frames = await visited(new Element(() => 250), 2);
    assert.deepEqual(frames, [48, 36, 24, 12, 0]);
  });

  test('it ends at once when it is told to', async () => {
    const stop = new AbortController();
    const element = new Element(() => {
      stop.abort();
      return 10;
    });
    await goBack(
      () => element as unknown as HTMLVideoElement,
      () => 1,
      stop.signal,
    );
    assert.equal(element.visited.length, 1);
  });
});
