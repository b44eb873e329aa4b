import { numberText } from './numberText.ts';

/** Puts `values` in the places `{0}`, `{1}` … of a text. A place without a value stays as it is. Numbers come as their language writes them. */
export function fill(text: string, ...values: readonly string[]): string {
  return text.replace(/\{(\d+)\}/g, (place, index) => values[Number(index)] ?? place);
}

/** The order in which forms are written, whatever the engine lists them in. */
const categories = ['zero', 'one', 'two', 'few', 'many', 'other'] as const;

/**
 * A text that counts, in the form that fits `count`: `{0}` is the count as `language` writes it, `{1}` … are `values`.
 * `forms`: one text for all forms with ` | ` between, as many as `language` has plurals (of CLDR, in the order zero, one, two,
 * few, many, other); where some at the end are missing the last stands for them. VS Code's l10n knows no plurals.
 * `language`: a BCP 47 tag, empty for the machine's.
 */
export function counted(forms: string, count: number, language: string, ...values: readonly string[]): string {
  const rules = new Intl.PluralRules(language || undefined);
  const { pluralCategories } = rules.resolvedOptions();
  const own = categories.filter((category) => pluralCategories.includes(category));
  const texts = forms.split(' | ');
  const text = texts[own.indexOf(rules.select(count))] ?? texts.at(-1) ?? forms;
  return fill(text, numberText(count, language), ...values);
}
