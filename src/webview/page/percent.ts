/** A share (0 to 1) in whole per cent, as `language` (a BCP 47 tag, empty for the machine's) writes them. Never more than there is. */
export function percent(share: number, language: string): string {
  const format = new Intl.NumberFormat(language || undefined, { style: 'percent', roundingMode: 'floor' });
  return format.format(share);
}
