import assert from 'node:assert/strict';
import { test } from 'node:test';
import { columnsFor, contained } from '../../../../src/webview/compare/grid.ts';
import { frameTimeOf, stepOf, stepped } from '../../../../src/webview/compare/frameTime.ts';

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

test('a step is as long as a frame where all are, and as the shortest of those that are not: it passes over none', () => {
  const inMilliseconds = (time: number): number => Math.round(time * 1000) / 1000;
  const timesOf = (lengths: readonly number[]): number[] => {
    let at = 0;
    return [0, ...lengths.map((length) => (at += length))];
  };
  for (const rate of [12.5, 24, 24000 / 1001, 25, 30, 30000 / 1001, 50, 60]) {
    const times = Array.from({ length: 120 }, (_, index) => index / rate);
    for (const all of [times, times.map(inMilliseconds), times.slice(0, 2)])
      assert.equal(stepOf(all), frameTimeOf(all), `${rate} frames a second`);
  }
  assert.equal(stepOf([]), undefined);
  assert.equal(stepOf([3]), undefined);

  const repeated = (lengths: readonly number[]): number[] => timesOf(Array.from({ length: 25 }, () => lengths).flat());
  const mixed = repeated([1 / 30, 1 / 30, 2 / 30, 3 / 30]);
  assert.equal(stepOf(mixed), 1 / 30);
  assert.equal(stepOf(mixed.map(inMilliseconds)), 1 / 30);
  // Of a few that are rounded it is not to be told from television's.
  const few = stepOf(repeated([0.1, 1 / 60, 0.5]).map(inMilliseconds)) ?? 0;
  assert.ok(few === 1 / 60 || few === 1001 / 60_000, `${few} s`);
  assert.equal(stepOf(repeated([1001 / 24000, 2002 / 24000])), 1001 / 24000);
  // A frame that was lost, one that came at once, and one of which there are two.
  const steady = Array.from({ length: 60 }, () => 1 / 24);
  assert.equal(stepOf(timesOf([...steady, 2 / 24, 0.003, 0, ...steady])), 1 / 24);
  assert.equal(stepOf(timesOf([2 / 24, ...steady]).map(inMilliseconds)), 1 / 24);
  const step = stepOf(mixed) ?? 0;
  const seen = new Set<number>();
  for (let at = step / 2; at < (mixed.at(-1) ?? 0); at = stepped(at, step, 1))
    seen.add(mixed.findLastIndex((time) => time <= at));
  assert.equal(seen.size, mixed.length - 1);
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
