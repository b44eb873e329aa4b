import { fill } from '../page/words.ts';
import type { PreviewModel } from './model.ts';
import { timecode } from './timecode.ts';

/** So much of each end of the bar is half of its knob, px: the same in preview.css. */
const inset = 7;

/** The moment at which somebody points on what is as wide as the bar, seconds. */
export function momentOf(
  { clientX, currentTarget }: PointerEvent & { currentTarget: Element },
  duration: number,
): number {
  const { left, width } = (currentTarget.closest('.timeline') ?? currentTarget).getBoundingClientRect();
  const share = (clientX - left - inset) / Math.max(1, width - 2 * inset);
  return Math.min(Math.max(0, share), 1) * duration;
}

/** How long the bar is, seconds; 0 while that is not known, or has no end. */
export function timelineDuration({ clip }: PreviewModel): number {
  return clip !== undefined && Number.isFinite(clip.duration) ? clip.duration : 0;
}

/** How a moment is called: by its frame, where frames are known. */
export function nameOf({ strings, frames }: PreviewModel, seconds: number): string {
  if (frames === undefined) return timecode(seconds);
  const frame = frames.at(seconds);
  return `${frames.timecode(frame)} · ${fill(strings.frame, frame + 1, frames.count)}`;
}
