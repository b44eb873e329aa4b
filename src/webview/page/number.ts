import { numberText } from '../../shared/numberText.ts';

/** A number with `most` digits behind its point at most and `least` at least, as the language of the page writes it. */
export function number(value: number, most = 0, least = 0): string {
  return numberText(value, document.documentElement.lang, most, least);
}
