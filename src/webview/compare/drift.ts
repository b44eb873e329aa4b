/**
 * So far off nobody sees, seconds: less than half a frame, and more than a browser's word on what is on the screen wavers by. Each change of
 * a speed disturbs a player for a moment itself. One that is being brought back is brought nearer than that.
 */
const unseen = 0.018;
const near = 0.005;

/** In about so many seconds a player that is off is back. */
const settling = 0.25;

/** What is so far off, seconds, is brought back by a jump. */
const far = 0.7;

/** How a player is brought back into step: by another speed for a while, or by a jump; `steady` where it is in step. */
export type Correction =
  | { readonly type: 'steady'; readonly rate: number }
  | { readonly type: 'rate'; readonly rate: number }
  | { readonly type: 'jump' };

/**
 * What to do with a player that is `offset` seconds ahead of the clock (negative: behind it), which runs at `rate`. `correcting`: it was
 * being brought back already.
 */
export function correct(offset: number, rate: number, correcting: boolean): Correction {
  const off = Math.abs(offset);
  if (off > far * Math.max(1, rate)) return { type: 'jump' };
  if (off <= (correcting ? near : unseen)) return { type: 'steady', rate };
  // A browser plays at 1/16 to 16 times the speed.
  const factor = Math.min(2, Math.max(0.25, 1 - offset / rate / settling));
  return { type: 'rate', rate: Math.min(16, Math.max(0.0625, rate * factor)) };
}
