/** What the list of speeds offers; the keys go along it. */
export const rates: readonly number[] = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2];

/** What a press of a key changes the volume by. */
export const volumeStep = 0.05;

/** No faster, forward or backward. */
const fastest = 8;

/** The next speed when *forward* is pressed: from standing or going back at `rate`, then twice as fast with each press. */
export function forward(speed: number, rate: number): number {
  return speed <= 0 ? rate : Math.max(speed, Math.min(speed * 2, fastest));
}

/** The same for *backward*; speeds are then below 0. */
export function backward(speed: number): number {
  return speed >= 0 ? -1 : Math.max(speed * 2, -fastest);
}

/** The rate before or after one, on the list. */
export function neighbour(rate: number, direction: 1 | -1): number {
  const others = rates.filter((other) => (other - rate) * direction > 0);
  return (direction > 0 ? others[0] : others.at(-1)) ?? rate;
}
