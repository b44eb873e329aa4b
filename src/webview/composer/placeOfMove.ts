/**
 * The place (from 0) that something at `from` has after it was dropped before or after the one at `over`: taking it out
 * moves all behind it one place up.
 */
export function placeOfMove(from: number, over: number, after: boolean): number {
  const gap = after ? over + 1 : over;
  return gap > from ? gap - 1 : gap;
}
