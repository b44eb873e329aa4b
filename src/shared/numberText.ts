/** Made once: each takes longer than all that it then formats on a screen. */
const formats = new Map<string, Intl.NumberFormat>();

/**
 * A number as `language` (a BCP 47 tag, empty for the machine's) writes it, with `most` digits behind its point at most and `least` at
 * least.
 */
export function numberText(value: number, language: string, most = 3, least = 0): string {
  const key = `${language} ${most} ${least}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.NumberFormat(language || undefined, {
      maximumFractionDigits: most,
      minimumFractionDigits: least,
    });
    formats.set(key, format);
  }
  return format.format(value);
}
