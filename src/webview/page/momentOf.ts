/** So much of each end of the bar is half of its knob, px: the same in points.css. */
const inset = 7;

/** The moment at which somebody points on what is as wide as the bar, seconds. */
export function momentOf(
  { clientX, currentTarget }: PointerEvent & { currentTarget: Element },
  duration: number,
): number {
  const { left, width } = (currentTarget.closest('.timeline, .track') ?? currentTarget).getBoundingClientRect();
  const share = (clientX - left - inset) / Math.max(1, width - 2 * inset);
  return Math.min(Math.max(0, share), 1) * duration;
}
