/** How people write the day `YYYY-MM-DD` in `language`. */
export function dayText(day: string, language: string): string {
  return formats(language).day.format(new Date(`${day}T12:00`));
}

/** Day and time of ms since 1970, as people write them in `language`. */
export function timeText(time: number, language: string): string {
  return formats(language).time.format(time);
}

interface Formats {
  readonly day: Intl.DateTimeFormat;
  readonly time: Intl.DateTimeFormat;
}

const known = new Map<string, Formats>();

/** Made once: each takes longer than all that it then formats on a screen. */
function formats(language: string): Formats {
  const made = known.get(language) ?? {
    day: new Intl.DateTimeFormat(language || undefined, { dateStyle: 'medium' }),
    time: new Intl.DateTimeFormat(language || undefined, { dateStyle: 'medium', timeStyle: 'short' }),
  };
  known.set(language, made);
  return made;
}
