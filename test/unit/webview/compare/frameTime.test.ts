import assert from 'node:assert/strict';
import { test } from 'node:test';
import { frameAround } from '../../../../src/webview/compare/frameTime.ts';
import { movePoint, regionOf } from '../../../../src/webview/page/points.ts';

const frame = 1 / 24;

test('a frame is that which is shown at a moment, also where written times are a little off', () => {
  assert.deepEqual(frameAround(0, frame, 5), { start: 0, end: frame });
  assert.deepEqual(frameAround(1 - 1e-5, frame, 5), { start: 1, end: 25 * frame });
});

test('at the end of a clip that is its last frame, whether its length is a whole number of frames or not', () => {
  const last = 119 * frame;
  for (const duration of [5, 5 + 1e-5, 5 - 1e-5, last + 0.01]) {
    const { start, end } = frameAround(duration, frame, duration);
    assert.ok(Math.abs(start - last) < 1e-6, `${duration}: ${start}`);
    assert.ok(end <= duration && end > start);
    const region = regionOf(movePoint({}, 'in', start), duration);
    assert.deepEqual(region, { start, end: duration }, 'it alone is looped');
  }
});

test('a clip of one frame, or of no length yet, has its first', () => {
  assert.equal(frameAround(0.02, frame, 0.02).start, 0);
  assert.deepEqual(frameAround(0, frame, 0), { start: 0, end: 0 });
});
