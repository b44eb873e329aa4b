import * as l10n from '@vscode/l10n';
import type { Reference } from '../../shared/draft.ts';
import { UnresolvedReference } from './way.ts';

/** "1.2 MB", in the user's language (BCP 47). */
export function bytesText(bytes: number, language: string): string {
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
  return new Intl.NumberFormat(language, options).format(bytes / size).replaceAll(' ', '\u00a0');
}

/** "24 hours", in the user's language (BCP 47). */
export function hoursText(hours: number, language: string): string {
  const options = { style: 'unit', unit: 'hour', unitDisplay: 'long', maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(language, options).format(hours);
}

/** "18:40", with its day where that is not today, in the user's language (BCP 47). Times are ms since 1970. */
export function clockText(at: number, now: number, language: string): string {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString();
  const day = isToday ? {} : ({ month: 'short', day: 'numeric' } as const);
  return new Intl.DateTimeFormat(language, { ...day, hour: 'numeric', minute: '2-digit' }).format(at);
}

/** The host of a URL, or the URL itself where it is none. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

/** The file went away, or may not be read any more. */
export function unreadable({ id, name }: Reference, cause: unknown): UnresolvedReference {
  const message = l10n.t('“{0}” cannot be read any more. Remove it or choose the file again.', name);
  return new UnresolvedReference(id, message, { cause });
}
