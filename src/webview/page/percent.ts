/**
 * A share (0 to 1) in whole per cent, as `language` (a BCP 47 tag, empty for the machine's) writes them. Never more than there is, if
 * `roundingMode` says nothing else.
 */
export function percent(share: number, language: string, roundingMode: 'floor' | 'halfExpand' = 'floor'): string {
  return new Intl.NumberFormat(language || undefined, { style: 'percent', roundingMode }).format(share);
}
