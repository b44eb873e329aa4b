import type { Clock } from '../../../src/engine/clock.ts';

/** A clock that runs `speed` times as fast as the world since `epoch` (ms since 1970), and alike in every process. */
export function fastClock(speed: number, epoch: number): Clock {
  return {
    now: () => Math.floor(epoch + (performance.timeOrigin + performance.now() - epoch) * speed),
    after(ms, callback) {
      const timer = setTimeout(callback, ms / speed);
      return { dispose: () => clearTimeout(timer) };
    },
  };
}
