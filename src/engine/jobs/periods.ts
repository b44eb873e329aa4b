/** A span of time, from `start` until before `end`: ms since 1970. */
export interface Period {
  readonly start: number;
  readonly end: number;
}

/** The day that holds a moment (ms since 1970), in the time zone of this machine; it may have 23 or 25 hours. */
export function dayOf(at: number): Period {
  const date = new Date(at);
  const [year, month, day] = [date.getFullYear(), date.getMonth(), date.getDate()];
  return { start: +new Date(year, month, day), end: +new Date(year, month, day + 1) };
}

/** The month that holds a moment (ms since 1970), in the time zone of this machine. */
export function monthOf(at: number): Period {
  const date = new Date(at);
  const [year, month] = [date.getFullYear(), date.getMonth()];
  return { start: +new Date(year, month), end: +new Date(year, month + 1) };
}
