import { fill } from '../../shared/counted.ts';
import { number } from '../page/number.ts';
import type { PreviewModel } from './model.ts';
import { timecode } from './timecode.ts';

/** How long the bar is, seconds; 0 while that is not known, or has no end. */
export function timelineDuration({ clip, frames }: PreviewModel): number {
  if (clip === undefined) return 0;
  // A recording that was never finished does not say how long it is.
  return Number.isFinite(clip.duration) ? clip.duration : (frames?.end(frames.count - 1) ?? 0);
}

/** How a moment is called: by its frame, where frames are known. */
export function nameOf(model: PreviewModel, seconds: number): string {
  const { frames } = model;
  if (frames === undefined) return timecode(seconds);
  const frame = frames.at(seconds);
  return `${frames.timecode(frame)} · ${frameText(model, frame)}`;
}

/** "Frame 12 of 120": a frame by its number, which is counted from 0. */
export function frameText({ strings, frames }: PreviewModel, frame: number): string {
  return fill(strings.frame, number(frame + 1), number(frames?.count ?? 0));
}
