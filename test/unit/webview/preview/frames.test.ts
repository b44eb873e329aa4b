import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Frames } from '../../../../src/webview/preview/frames.ts';

/** Frames of one rate, with times in whole units of the container. */
function steady(count: number, rate: number, unit = 90_000): Frames {
  const time = (frame: number): number => Math.round((frame / rate) * unit) / unit;
  return new Frames(
    Array.from({ length: count }, (_, frame) => time(frame)),
    time(count),
  );
}

test('a frame is shown from its own time until the next one’s', () => {
  const frames = steady(48, 24);
  assert.equal(frames.at(0), 0);
  assert.equal(frames.at(1), 24);
  assert.equal(frames.at(1 - 0.01), 23);
  assert.equal(frames.at(-1), 0);
  assert.equal(frames.at(99), 47);
});

test('of frames of any times the middle of each shows that frame, and what a browser rounds its start to does too', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 2, max: 5000 }), { minLength: 1, maxLength: 200 }), (lengths) => {
      const times: number[] = [];
      let at = 0;
      for (const length of lengths) {
        times.push(at / 1000);
        at += length;
      }
      const frames = new Frames(times, at / 1000);
      assert.equal(frames.count, lengths.length);
      for (const [frame, time] of times.entries()) {
        assert.equal(frames.at(frames.middle(frame)), frame);
        assert.equal(frames.at(Math.floor(time * 1e6) / 1e6), frame);
        assert.ok(frames.middle(frame) < frames.end(frame));
      }
    }),
  );
});

test('the middle of the first frame is the very start, and there is none before it or behind the last', () => {
  const frames = new Frames([0.1, 0.2], 0.3);
  assert.equal(frames.middle(0), 0);
  assert.equal(frames.middle(-5), 0);
  assert.equal(frames.middle(7), frames.middle(1));
});

test('a time code at 24 a second is that of editing programs', () => {
  const frames = steady(24 * 70, 24);
  assert.equal(frames.timecode(0), '0:00:00');
  assert.equal(frames.timecode(23), '0:00:23');
  assert.equal(frames.timecode(24), '0:01:00');
  assert.equal(frames.timecode(24 * 61 + 5), '1:01:05');
  assert.equal(frames.timecode(frames.count), '1:10:00');
});

test('a time code names each frame once at every rate, steady or not, in the order of the frames', () => {
  const variable = new Frames([0, 0.04, 0.3, 0.35, 0.99, 1.0004, 1.2, 3.5], 3.6);
  for (const frames of [steady(300, 30_000 / 1001), steady(200, 23.976, 1000), steady(300, 120), variable]) {
    const codes = Array.from({ length: frames.count }, (_, frame) => frames.timecode(frame));
    assert.equal(new Set(codes).size, frames.count);
    assert.deepEqual(codes.toSorted(), codes);
  }
  assert.equal(variable.timecode(6), '0:01:01');
  assert.equal(variable.timecode(7), '0:03:00');
});

test('the rate is that of the file, and told to be variable only where frames differ by more than containers round', () => {
  assert.equal(steady(48, 24).rate, 24);
  assert.equal(steady(90, 30_000 / 1001).rate.toFixed(2), '29.97');
  assert.equal(steady(90, 30_000 / 1001, 1000).isVariable, false);
  assert.equal(new Frames([0, 0.04, 0.08, 0.2], 0.24).isVariable, true);
  // The last frame is held until the sound ends.
  assert.equal(new Frames([0, 0.04, 0.08], 0.5).isVariable, false);
});
