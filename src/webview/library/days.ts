/** How people write the day `YYYY-MM-DD` in `language`. */
export function dayText(day: string, language: string): string {
  return formats(language).day.format(new Date(`${day}T12:00`));
}

/** Day and time of ms since 1970, as people write them in `language`: without the year where it is this one. */
export function timeText(time: number, language: string): string {
  const isThisYear = new Date(time).getFullYear() === new Date().getFullYear();
  return (isThisYear ? formats(language).short : formats(language).long).format(time);
}

interface Formats {
  readonly day: Intl.DateTimeFormat;
  readonly short: Intl.DateTimeFormat;
  readonly long: Intl.DateTimeFormat;
}

const clock = { hour: 'numeric', minute: '2-digit' } as const;

const known = new Map<string, Formats>();

/** Made once: each takes longer than all that it then formats on a screen. */
function formats(language: string): Formats {
  const made = known.get(language) ?? {
    day: new Intl.DateTimeFormat(language || undefined, { dateStyle: 'medium' }),
    short: new Intl.DateTimeFormat(language || undefined, { ...{ month: 'short', day: 'numeric' }, ...clock }),
    long: new Intl.DateTimeFormat(language || undefined, {
      ...{ year: 'numeric', month: 'short', day: 'numeric' },
      ...clock,
    }),
  };
  known.set(language, made);
  return made;
}
