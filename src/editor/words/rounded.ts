/** Up to so many ms a time is told to so many ms. */
const steps: readonly (readonly [until: number, step: number])[] = [
  [120_000, 5000],
  [600_000, 10_000],
  [Infinity, 60_000],
];

/**
 * A time (ms) as it is told: to the nearest step that tells something. With steps as fine as these about as many clips end in a range
 * that is told as in the one that was meant; to round outwards, or to minutes, would let nearly all of them end in it.
 */
export function rounded(ms: number): number {
  const [, step] = steps.find(([until]) => ms < until) ?? [0, 60_000];
  return Math.round(ms / step) * step;
}
