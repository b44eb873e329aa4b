/** Puts `values` in the places `{0}`, `{1}` … of a text. A place without a value stays as it is. */
export function fill(text: string, ...values: readonly (string | number)[]): string {
  return text.replace(/\{(\d+)\}/g, (place, index) => String(values[Number(index)] ?? place));
}

/** The form of a counted word that fits `count` in `language` (a BCP 47 tag, empty for the machine's), filled in. */
export function counted(forms: { one: string; other: string }, count: number, language: string): string {
  const form = new Intl.PluralRules(language || undefined).select(count) === 'one' ? forms.one : forms.other;
  return fill(form, count);
}

/** A share (0 to 1) in whole per cent, as `language` (a BCP 47 tag, empty for the machine's) writes them. Never more than there is. */
export function percent(share: number, language: string): string {
  const format = new Intl.NumberFormat(language || undefined, { style: 'percent', roundingMode: 'floor' });
  return format.format(share);
}
