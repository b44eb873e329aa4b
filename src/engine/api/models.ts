import * as z from 'zod/mini';
import type { Capabilities, ModelCapabilities } from '../../shared/capabilities.ts';
import { line } from '../../shared/line.ts';

const optional = <T extends z.ZodMiniType>(schema: T) => z.catch(z.optional(schema), undefined);
const words = optional(
  z.array(z.string().check(z.minLength(1), z.maxLength(40))).check(z.minLength(1), z.maxLength(50)),
);
const seconds = z.int().check(z.gte(1), z.lte(600));
const durations = optional(
  z.union([
    z.array(seconds).check(z.minLength(1), z.maxLength(600)),
    z.pipe(
      z.looseObject({ min: seconds, max: seconds }),
      z.transform(({ min, max }) => Array.from({ length: Math.max(0, max - min + 1) }, (_, index) => min + index)),
    ),
  ]),
);

/** The names under which the reply may carry what the overview page says it carries; what has other names is not read. */
const itemSchema = z.looseObject({
  id: optional(z.string().check(z.minLength(1), z.maxLength(100))),
  model: optional(z.string().check(z.minLength(1), z.maxLength(100))),
  name: optional(z.string().check(z.minLength(1), z.maxLength(100))),
  durations,
  aspectRatios: words,
  resolutions: words,
});

/**
 * Lays the items of a `/models` reply over the documented table: a model that is not offered goes, a new one comes when all its
 * choices can be read, and choices replace the documented ones. A reply that names none of the documented models is not trusted
 * to mean what we think, and changes nothing.
 */
export function applyModels(documented: Capabilities, items: readonly unknown[]): Capabilities {
  const offered = new Map<string, ModelCapabilities>();
  for (const item of items) {
    const model = readItem(documented, item);
    if (model !== undefined) offered.set(model.id, model);
  }
  const known = documented.flatMap(({ id }) => offered.get(id) ?? []);
  const added = [...offered.values()].filter(({ id }) => !documented.some((model) => model.id === id));
  const [first, ...rest] = known;
  return first === undefined ? documented : [first, ...rest, ...added];
}

function readItem(documented: Capabilities, item: unknown): ModelCapabilities | undefined {
  const read = itemSchema.safeParse(item);
  const id = read.data?.id ?? read.data?.model;
  if (!read.success || id === undefined) return undefined;
  const base = documented.find((model) => model.id === id);
  const { name, aspectRatios, resolutions } = read.data;
  const choices = {
    durations:
      read.data.durations === undefined || read.data.durations.length === 0
        ? base?.durations
        : [...new Set(read.data.durations)].sort((a, b) => a - b),
    aspectRatios: aspectRatios ?? base?.aspectRatios,
    resolutions: resolutions ?? base?.resolutions,
  };
  if (choices.durations === undefined || choices.aspectRatios === undefined || choices.resolutions === undefined)
    return undefined;
  return {
    id,
    label: base?.label ?? (line(name ?? id, 100) || id),
    durations: choices.durations,
    aspectRatios: choices.aspectRatios,
    resolutions: choices.resolutions,
  };
}
