import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Frames } from '../../../../src/webview/preview/frames.ts';
import type { Player } from '../../../../src/webview/preview/player.ts';
import { Transport } from '../../../../src/webview/preview/transport.ts';

/** How a clip of `duration` moves, and where it was told to go. */
function transportOf(duration: number): { readonly transport: Transport; readonly sought: readonly number[] } {
  const sought: number[] = [];
  const player = {
    ...{ video: { currentTime: 1, ended: false }, clip: { width: 16, height: 9, duration }, playing: false, shown: 1 },
    seek: (seconds: number) => sought.push(seconds),
  };
  return { transport: new Transport(player as unknown as Player, () => undefined), sought };
}

describe('the end of a clip', () => {
  it('is its last frame', () => {
    const { transport, sought } = transportOf(2);
    transport.toEnd();
    assert.deepEqual(sought, [1.99]);
  });

  it('is nowhere to go to where none is known, as in a recording that was never finished', () => {
    const { transport, sought } = transportOf(Infinity);
    transport.toEnd();
    assert.deepEqual(sought, []);
  });

  it('is known by the frames of such a recording', () => {
    const { transport, sought } = transportOf(Infinity);
    transport.frames = new Frames([0, 1], 2);
    transport.toEnd();
    assert.equal(sought.at(-1), 1.5);
  });
});
