import { settingKeys, type SettingKey } from '../../shared/compareMessages.ts';

/** What a file says of itself, as people read it. */
export const fileKeys = ['size', 'length', 'frameRate'] as const;
export type FileKey = (typeof fileKeys)[number];

/** A take as far as it can be told from another. */
export interface Recipe {
  /** Left out where nobody knows how it was made. */
  readonly settings?: Readonly<Record<SettingKey, string>>;
  /** Left out while it loads. */
  readonly file?: Readonly<Record<FileKey, string | undefined>>;
}

/** One thing in which takes differ. A value nobody knows is undefined. */
export interface Difference {
  readonly key: SettingKey | FileKey;
  readonly values: readonly (string | undefined)[];
}

/** What is no setting: it differs by itself. */
const outcomes: readonly (SettingKey | FileKey)[] = ['charge', 'made', ...fileKeys];

/** In what the takes differ, and nothing else; `chance`: prompt and settings of all are known and the same. */
export function differences(takes: readonly Recipe[]): {
  readonly rows: readonly Difference[];
  readonly chance: boolean;
} {
  const all: readonly Difference[] = [
    ...settingKeys.map((key) => ({ key, values: takes.map(({ settings }) => settings?.[key]) })),
    ...fileKeys.map((key) => ({ key, values: takes.map(({ file }) => file?.[key]) })),
  ];
  const rows = all.filter(({ values }) => new Set(values.filter((value) => value !== undefined)).size > 1);
  const known = takes.length > 1 && takes.every(({ settings }) => settings !== undefined);
  return { rows, chance: known && rows.every(({ key }) => outcomes.includes(key)) };
}
