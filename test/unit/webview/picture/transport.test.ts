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

/** A clip of ten seconds that loops from its second one to its end; what its page is told of it, and whether it was made to play. */
class Looping {
  readonly #video = { ended: false, seeking: false, currentTime: 5, playbackRate: 1, loop: false };
  readonly #player = {
    ...{ video: this.#video, clip: { width: 16, height: 9, duration: 10 }, playing: false, shown: 5 },
    seek: () => undefined,
    play: () => (this.played = true),
  };
  readonly #transport = new Transport(this.#player as unknown as Player, () => undefined);
  played = false;

  constructor() {
    this.#transport.points = { in: 2 };
    this.#transport.loop = true;
  }

  is(state: { readonly playing?: boolean; readonly ended?: boolean }): void {
    this.#player.playing = state.playing === true;
    this.#video.ended = state.ended === true;
    this.#transport.guard();
  }
}

describe('a loop with points', () => {
  it('begins anew where the clip has played to its end', () => {
    const clip = new Looping();
    clip.is({ playing: true });
    clip.is({ ended: true });
    assert.equal(clip.played, true);
  });

  it('leaves a clip that stands where somebody has dragged it, also at its end', () => {
    const clip = new Looping();
    clip.is({ playing: true });
    clip.is({});
    clip.is({ ended: true });
    assert.equal(clip.played, false);
  });
});
