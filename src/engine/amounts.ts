import { numberText } from '../shared/numberText.ts';

let language = '';

/** Has amounts and lists written in the user's language: a BCP 47 tag, empty for the machine's. */
export function writeIn(tag: string): void {
  language = tag;
}

/** A number as the user's language writes it. */
export function number(value: number): string {
  return numberText(value, language);
}

/** "a, b, c" or, where it is `long`, "a, b, and c". */
export function list(names: readonly string[], style: 'narrow' | 'long' = 'narrow'): string {
  return new Intl.ListFormat(language || undefined, { style }).format(names);
}

/** "a, b, or c". */
export function choice(names: readonly string[]): string {
  return new Intl.ListFormat(language || undefined, { type: 'disjunction' }).format(names);
}

/** "1.2 MB". */
export function bytesText(bytes: number): string {
  const [unit, size] = (
    [
      ['gigabyte', 1e9],
      ['megabyte', 1e6],
      ['kilobyte', 1e3],
      ['byte', 1],
    ] as const
  ).find(([, least]) => bytes >= least) ?? ['byte', 1];
  const options = {
    style: 'unit',
    unit,
    unitDisplay: bytes < 1e3 ? 'long' : 'short',
    maximumSignificantDigits: bytes < 1e3 ? 3 : 2,
  } as const;
  // The number stays with its unit where a line is broken.
  return new Intl.NumberFormat(language || undefined, options).format(bytes / size).replaceAll(' ', '\u00a0');
}

/** "24 hours". */
export function hoursText(hours: number): string {
  const options = { style: 'unit', unit: 'hour', unitDisplay: 'long', maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(language || undefined, options).format(hours);
}

/** "18:40", with its day where that is not today. Times are ms since 1970. */
export function clockText(at: number, now: number): string {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString();
  const day = isToday ? {} : ({ month: 'short', day: 'numeric' } as const);
  return new Intl.DateTimeFormat(language || undefined, { ...day, hour: 'numeric', minute: '2-digit' }).format(at);
}
