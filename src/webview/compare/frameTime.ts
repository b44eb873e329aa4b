/** A clip of the service has 24 frames a second: what is not known to be otherwise is taken for one, seconds. */
export const usualFrameTime = 1 / 24;

/** Frame rates that there are. Some containers round each time to a millisecond, so that their mean is only near to one. */
const rates = [24, 25, 30, 48, 50, 60];

/** How far from a rate of television, which is 1001/1000 of those, something may be that is one, seconds. */
const exact = 5e-6;

/** How long a frame is shown, in the mean, seconds; `times`: when each begins, in their order. Undefined where there is only one. */
export function frameTimeOf(times: ArrayLike<number>): number | undefined {
  const last = times.length - 1;
  // The last one often lasts as long as the sound does.
  const mean = ((times[last] ?? 0) - (times[0] ?? 0)) / last;
  if (!(mean > 0)) return undefined;
  const near = rates.find((rate) => Math.abs(rate * mean - 1) < 0.01);
  if (near === undefined) return mean;
  const television = 1001 / (near * 1000);
  return Math.abs(television - mean) < exact ? television : 1 / near;
}

/** The middle of the frame that is `count` frames from the one shown at `position`: what stands on a border may be either of two. */
export function stepped(position: number, frame: number, count: number): number {
  return (Math.max(0, shownAt(position, frame) + count) + 0.5) * frame;
}

/** Where the frame that is shown at `position` begins and ends, seconds. */
export function frameAround(position: number, frame: number): { readonly start: number; readonly end: number } {
  const shown = shownAt(position, frame);
  return { start: shown * frame, end: (shown + 1) * frame };
}

function shownAt(position: number, frame: number): number {
  // Written times are a little off their frames.
  return Math.floor(position / frame + 1e-3);
}
