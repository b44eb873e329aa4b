/** A number with `most` digits behind its point at most and `least` at least, as the language of the page writes it. */
export function decimal(value: number, most: number, least = 0): string {
  const digits = { maximumFractionDigits: most, minimumFractionDigits: least };
  return new Intl.NumberFormat(document.documentElement.lang || undefined, digits).format(value);
}
