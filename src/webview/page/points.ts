/** Where the loop begins and ends, seconds; left out: where the clip does. */
export interface Points {
  readonly in?: number;
  readonly out?: number;
}

export type PointName = keyof Points;

/** What of a clip is played again and again, seconds. */
export interface Region {
  readonly start: number;
  readonly end: number;
}

/** Moves a point. The other one goes where it would be on the wrong side of it. */
export function movePoint({ in: start, out: end }: Points, name: PointName, to: number): Points {
  if (name === 'in') return { in: to, ...(end !== undefined && end > to && { out: end }) };
  return { ...(start !== undefined && start < to && { in: start }), out: to };
}

export function removePoint(points: Points, name: PointName): Points {
  const { in: start, out: end } = points;
  if (name === 'in') return end === undefined ? {} : { out: end };
  return start === undefined ? {} : { in: start };
}

export function hasPoints(points: Points): boolean {
  return points.in !== undefined || points.out !== undefined;
}

/** The part between the points, in a clip of so many seconds. A file that was changed may be shorter than its points. */
export function regionOf({ in: start = 0, out: end = Infinity }: Points, duration: number): Region {
  return start < duration ? { start, end: Math.min(end, duration) } : { start: 0, end: duration };
}
