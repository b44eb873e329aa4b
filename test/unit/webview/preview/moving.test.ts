import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasPoints, movePoint, regionOf, removePoint } from '../../../../src/webview/page/points.ts';
import { backward, forward, neighbour, rates } from '../../../../src/webview/preview/speeds.ts';

test('the loop goes from point to point, and without one from or to the end of the clip', () => {
  assert.deepEqual(regionOf({}, 5), { start: 0, end: 5 });
  assert.deepEqual(regionOf({ in: 1 }, 5), { start: 1, end: 5 });
  assert.deepEqual(regionOf({ in: 1, out: 2 }, 5), { start: 1, end: 2 });
});

test('a point that is set on the wrong side of the other one takes it away', () => {
  assert.deepEqual(movePoint({ in: 1, out: 2 }, 'in', 3), { in: 3 });
  assert.deepEqual(movePoint({ in: 1, out: 2 }, 'out', 0.5), { out: 0.5 });
  assert.deepEqual(movePoint({ in: 1, out: 2 }, 'in', 1.5), { in: 1.5, out: 2 });
  assert.deepEqual(movePoint({ in: 1 }, 'out', 1), { out: 1 });
});

test('one point goes without the other', () => {
  assert.deepEqual(removePoint({ in: 1, out: 2 }, 'in'), { out: 2 });
  assert.deepEqual(removePoint({ out: 2 }, 'out'), {});
  assert.equal(hasPoints({ out: 2 }), true);
  assert.equal(hasPoints({}), false);
});

test('points of a file that is shorter by now do not leave a loop of nothing', () => {
  assert.deepEqual(regionOf({ in: 3, out: 4 }, 2), { start: 0, end: 2 });
  assert.deepEqual(regionOf({ in: 1, out: 4 }, 2), { start: 1, end: 2 });
});

test('each press goes twice as fast, up to eight times, and the other direction begins anew', () => {
  const presses = (act: (speed: number) => number, from: number): number[] => {
    const speeds = [act(from)];
    while (speeds.length < 6) speeds.push(act(speeds.at(-1) ?? 0));
    return speeds;
  };
  assert.deepEqual(
    presses((speed) => forward(speed, 1), 0),
    [1, 2, 4, 8, 8, 8],
  );
  assert.deepEqual(presses(backward, 2), [-1, -2, -4, -8, -8, -8]);
  assert.equal(forward(-4, 0.5), 0.5);
  assert.equal(forward(0.5, 0.5), 1);
});

test('the keys go along the list of speeds and stop at its ends', () => {
  assert.equal(neighbour(1, 1), 1.25);
  assert.equal(neighbour(1, -1), 0.75);
  assert.equal(neighbour(2, 1), 2);
  assert.equal(neighbour(0.25, -1), 0.25);
  assert.deepEqual([rates[0], rates.at(-1)], [0.25, 2]);
});
