import type { Region } from '../page/points.ts';
import { Frames, near, steady } from '../preview/frames.ts';

/** A clip of the service has 24 frames a second: what is not known to be otherwise is taken for one, seconds. */
export const usualFrameTime = 1 / 24;

/** Frame rates that there are. Some containers round each time to a millisecond, so that their mean is only near to one. */
const rates = [24, 25, 30, 48, 50, 60];

/** So far written times may be off their frames, in frames. */
const off = 1e-3;

/** How far from a rate of television, which is 1001/1000 of those, something may be that is one, seconds. */
const exact = 5e-6;

/** How long a frame is shown, in the mean, seconds; `times`: when each begins, in their order. Undefined where there is only one. */
export function frameTimeOf(times: ArrayLike<number>): number | undefined {
  const last = times.length - 1;
  // The last one often lasts as long as the sound does.
  const mean = ((times[last] ?? 0) - (times[0] ?? 0)) / last;
  return mean > 0 ? ofRate(mean) : undefined;
}

/** So far a step may go and pass over no frame, seconds: the same where all are shown as long, otherwise as long as the shortest are. */
export function stepOf(times: ArrayLike<number>): number | undefined {
  if (!new Frames(times, 0).isVariable) return frameTimeOf(times);
  const steps = Array.from({ length: times.length - 1 }, (_, index) => (times[index + 1] ?? 0) - (times[index] ?? 0))
    .filter((step) => step > near)
    .sort((one, other) => one - other);
  // One in twenty may be shorter by mistake.
  const shortest = steps[Math.floor(steps.length / 20)] ?? 0;
  const alike = steps.filter((step) => Math.abs(step - shortest) < steady);
  return ofRate(alike.reduce((sum, step) => sum + step, 0) / alike.length);
}

/** As the rate has it that was meant. */
function ofRate(mean: number): number {
  const usual = rates.find((rate) => Math.abs(rate * mean - 1) < 0.01);
  if (usual === undefined) return mean;
  const television = 1001 / (usual * 1000);
  return Math.abs(television - mean) < exact ? television : 1 / usual;
}

/** The middle of the frame that is `count` frames from the one shown at `position`: what stands on a border may be either of two. */
export function stepped(position: number, frame: number, count: number): number {
  return (Math.max(0, shownAt(position, frame) + count) + 0.5) * frame;
}

/** Where the frame that is shown at `position` begins and ends, seconds; at the end of a clip of `duration` that is its last one. */
export function frameAround(position: number, frame: number, duration: number): Region {
  const last = Math.ceil(duration / frame - off) - 1;
  const shown = Math.max(0, Math.min(shownAt(position, frame), last));
  return { start: shown * frame, end: Math.min((shown + 1) * frame, duration) };
}

function shownAt(position: number, frame: number): number {
  return Math.floor(position / frame + off);
}
