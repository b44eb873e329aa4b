import assert from 'node:assert/strict';
import { test } from 'node:test';
import { columnsFor, contained } from '../../../../src/webview/compare/grid.ts';
import { frameTimeOf, stepped } from '../../../../src/webview/compare/frameTime.ts';

test('pictures stand as they are seen largest: side by side, two by two, or one below the other', () => {
  const wide = { width: 1600, height: 700 };
  const tall = { width: 480, height: 900 };
  const [landscape, upright] = [16 / 9, 9 / 16];
  assert.equal(columnsFor(1, landscape, wide), 1);
  assert.equal(columnsFor(2, landscape, wide), 2);
  assert.equal(columnsFor(3, landscape, wide), 2);
  assert.equal(columnsFor(3, landscape, { width: 1800, height: 500 }), 3);
  assert.equal(columnsFor(4, landscape, wide), 2);
  assert.equal(columnsFor(4, upright, wide), 4);
  assert.equal(columnsFor(2, landscape, tall), 1);
  assert.equal(columnsFor(3, landscape, tall), 1);
  assert.equal(columnsFor(4, upright, tall), 2);
  assert.equal(columnsFor(4, landscape, { width: 0, height: 0 }), 1);
});

test('a picture is as large as fits', () => {
  assert.deepEqual(contained(2, { width: 100, height: 100 }), { width: 100, height: 50 });
  assert.deepEqual(contained(0.5, { width: 100, height: 100 }), { width: 50, height: 100 });
});

test('the time of a frame is found out from when they begin, as the container has written it', () => {
  const steady = (rate: number, round: (time: number) => number = (time) => time): number | undefined =>
    frameTimeOf(Array.from({ length: 60 }, (_, index) => 0.08 + round(index / rate)));
  assert.equal(frameTimeOf([]), undefined);
  assert.equal(frameTimeOf([3]), undefined);
  assert.equal(steady(25), 1 / 25);
  // A container may round each time to a millisecond, and a rate may be none of the usual ones.
  assert.equal(
    steady(24, (time) => Math.round(time * 1000) / 1000),
    1 / 24,
  );
  assert.equal(steady(24000 / 1001), 1001 / 24000);
  assert.ok(Math.abs((steady(12.5) ?? 0) - 0.08) < 1e-9);
});

test('a step goes to the middle of the frame before or after, and not before the first', () => {
  const frame = 1 / 25;
  const near = (value: number, wanted: number): void => assert.ok(Math.abs(value - wanted) < 1e-9, `${value} s`);
  near(stepped(0, frame, 1), 0.06);
  near(stepped(0.06, frame, 1), 0.1);
  near(stepped(0.0799999, frame, 1), 0.14);
  near(stepped(0.06, frame, -1), 0.02);
  near(stepped(0.02, frame, -1), 0.02);
});
