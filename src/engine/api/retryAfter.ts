/** Longer than any wait that is kept, ms: more digits than a number holds would be written down as null. */
const longest = 365 * 24 * 3_600_000;

/** Reads a `Retry-After` header (seconds or an HTTP date) into ms from `now`; undefined where it says neither. Never negative, a year at most. */
export function readRetryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1000, longest);
  // Of words without a time of day a year may be read all the same.
  const date = /\d\d:\d\d/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(date) ? undefined : Math.min(Math.max(0, date - now), longest);
}
