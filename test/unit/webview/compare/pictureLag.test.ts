import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PictureLag, type Sight } from '../../../../src/webview/compare/pictureLag.ts';

/** A frame that is on the screen `late` seconds after the element has told its time. */
function sight(late: number, playbackRate = 1): Sight {
  return {
    mediaTime: 2,
    expectedDisplayTime: 1010,
    now: 1000,
    currentTime: 2 - 0.01 * playbackRate + late,
    playbackRate,
  };
}

function close(one: number, other: number): void {
  assert.ok(Math.abs(one - other) < 1e-9, `${one} is not ${other}`);
}

test('the lag of the pictures is the middle of the last frames: one that was late does not count', () => {
  const lag = new PictureLag();
  for (const late of [0.04, 0.04, 0.3, 0.04, 0.04]) lag.see(sight(late));
  close(lag.seconds, 0.04);
  for (let frame = 0; frame < 9; frame++) lag.see(sight(0.02));
  close(lag.seconds, 0.02);
});

test('until a few frames were seen, and after it began anew, no lag is known', () => {
  const lag = new PictureLag();
  lag.see(sight(0.04));
  lag.see(sight(0.04));
  assert.equal(lag.seconds, 0);
  lag.see(sight(0.04));
  close(lag.seconds, 0.04);
  lag.forget();
  assert.equal(lag.seconds, 0);
});

test('at another speed as much of the clip passes as it is fast', () => {
  const lag = new PictureLag();
  for (let frame = 0; frame < 3; frame++) lag.see(sight(0.05, 2));
  close(lag.seconds, 0.05);
});
