/** Width by height of a ratio such as "16:9", or undefined for what is none ("adaptive"). */
export function ratioOf(text: string): number | undefined {
  const [, width, height] = /^(\d{1,4}):(\d{1,4})$/.exec(text) ?? [];
  const ratio = Number(width) / Number(height);
  return Number.isFinite(ratio) && ratio > 0 ? ratio : undefined;
}

/** How many times one ratio is the other, 1 or more: 2:1 is as far from 1:1 as 1:2 is. */
export function timesApart(one: number, other: number): number {
  return Math.max(one / other, other / one);
}

/** The one of these ratios that is nearest, of equally near ones the first; undefined where none is a ratio. */
export function nearestRatio(offered: readonly string[], wanted: number): string | undefined {
  let nearest: { readonly text: string; readonly apart: number } | undefined;
  for (const text of offered) {
    const ratio = ratioOf(text);
    const apart = ratio === undefined ? Infinity : timesApart(ratio, wanted);
    // The same distance, reckoned from two sides, may differ in its last digit.
    if (apart < (nearest?.apart ?? Infinity) - 1e-6) nearest = { text, apart };
  }
  return nearest?.text;
}
