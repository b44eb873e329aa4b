import { placeholdersOf } from '../../../shared/prompt/placeholders.ts';
import type { Edit } from './edit.ts';

/** A place of a template, from `start` up to `end`: as long as it is not filled in, its placeholder stands there. */
interface Stop {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly filled: boolean;
}

/** The way through the places of a template, as in VS Code's snippets. */
export interface Stops {
  readonly all: readonly Stop[];
  /** The place where the person is. */
  readonly at: number;
  /** Where the caret goes after the last one. */
  readonly end: number;
}

/** The way through a text that was put in at `offset`, or undefined where it has no places to fill. */
export function stopsOf(inserted: string, offset: number): Stops | undefined {
  const all = placeholdersOf(inserted).map(({ name, start, end }) => ({
    ...{ name, filled: false },
    start: start + offset,
    end: end + offset,
  }));
  return all.length === 0 ? undefined : { all, at: 0, end: offset + inserted.length };
}

/** The place where the person is. */
export function current({ all, at }: Stops): Stop | undefined {
  return all[at];
}

/** The same way after the text was edited. A place that was cut into is none any more; undefined where none is left. */
export function afterEdit({ all, at, end }: Stops, edit: Edit): Stops | undefined {
  const grown = edit.text.length - (edit.end - edit.start);
  const kept = all.flatMap((stop, index): { stop: Stop; index: number }[] => {
    const isInside = edit.start >= stop.start && edit.end <= stop.end;
    // Between two places that touch, what is typed belongs to the one where the person is.
    if (isInside && (index === at || (edit.start > stop.start && edit.end < stop.end)))
      return [{ index, stop: { ...stop, end: stop.end + grown, filled: true } }];
    if (edit.end <= stop.start) return [{ index, stop: { ...stop, start: stop.start + grown, end: stop.end + grown } }];
    return edit.start >= stop.end ? [{ index, stop }] : [];
  });
  if (kept.length === 0) return undefined;
  return {
    all: kept.map(({ stop }) => stop),
    at: Math.max(
      0,
      kept.findLastIndex(({ index }) => index <= at),
    ),
    end: edit.end <= end ? end + grown : Math.min(end, edit.start),
  };
}

/** The next place (`by` 1) or the one before (-1); undefined behind the last and before the first. */
export function moved(stops: Stops, by: 1 | -1): Stops | undefined {
  const at = stops.at + by;
  return stops.all[at] === undefined ? undefined : { ...stops, at };
}

/**
 * What was filled in goes into the other open places of the same name as well: one edit from the first to the last of them, and the way
 * after it. Undefined where there is none.
 */
export function repeated(stops: Stops, text: string): { readonly edit: Edit; readonly stops: Stops } | undefined {
  const source = current(stops);
  const isOpen = (stop: Stop): boolean => !stop.filled && stop.name === source?.name;
  if (source?.filled !== true || !stops.all.some(isOpen)) return undefined;
  const value = text.slice(source.start, source.end);
  const open = stops.all.filter(isOpen);
  const [start, last] = [open[0]?.start ?? 0, open.at(-1)?.end ?? 0];
  let written = '';
  let from = start;
  let grown = 0;
  const all = stops.all.map((stop) => {
    const moved = { ...stop, start: stop.start + grown, end: stop.end + grown };
    if (!isOpen(stop)) return moved;
    written += text.slice(from, stop.start) + value;
    from = stop.end;
    grown += value.length - (stop.end - stop.start);
    return { ...moved, end: moved.start + value.length, filled: true };
  });
  return { edit: { start, end: last, text: written }, stops: { ...stops, all, end: stops.end + grown } };
}
