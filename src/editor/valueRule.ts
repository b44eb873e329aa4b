/** What a setting may hold, as far as the manifest says it: the part of JSON Schema that is used there. */
export interface ValueRule {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly patternErrorMessage?: string;
  readonly items?: ValueRule;
  readonly additionalProperties?: ValueRule;
}

/** Why a value is none. */
export type Wrong =
  | { readonly kind: 'type' }
  | { readonly kind: 'choice'; readonly choices: readonly string[]; readonly value: string }
  | { readonly kind: 'range'; readonly minimum: number; readonly maximum?: number; readonly value: number }
  | { readonly kind: 'form'; readonly should: string };

/** What is wrong with a value; undefined where it may be. A value that is not set is right. */
export function isWrong(value: unknown, rule: ValueRule): Wrong | undefined {
  if (value === undefined || value === null) return undefined;
  if (rule.type !== undefined && typeOf(value) !== rule.type) return { kind: 'type' };
  if (rule.enum !== undefined && !rule.enum.includes(value))
    return { kind: 'choice', choices: rule.enum.map(String), value: shown(value) };
  if (typeof value === 'number') {
    const { minimum = -Infinity, maximum } = rule;
    // NaN is in no range.
    if (!(value >= minimum && value <= (maximum ?? Infinity)))
      return { kind: 'range', minimum, ...(maximum !== undefined && { maximum }), value };
  }
  if (typeof value === 'string' && rule.pattern !== undefined && !new RegExp(rule.pattern, 'u').test(value))
    return { kind: 'form', should: rule.patternErrorMessage ?? '' };
  const { items, additionalProperties } = rule;
  const parts = Array.isArray(value)
    ? ([items, value as unknown[]] as const)
    : ([additionalProperties, typeof value === 'object' ? (Object.values(value) as unknown[]) : []] as const);
  const [each, all] = parts;
  return each === undefined ? undefined : all.map((part) => isWrong(part, each)).find((wrong) => wrong !== undefined);
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function typeOf(value: unknown): string {
  return Array.isArray(value) ? 'array' : typeof value;
}
