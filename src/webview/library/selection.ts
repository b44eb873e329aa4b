/** Which cards are selected, from which one a range goes, and which one has the focus; by their ids. */
export interface Selection {
  readonly selected: ReadonlySet<string>;
  readonly anchor?: string;
  readonly active?: string;
}

export const nothingSelected: Selection = { selected: new Set() };

/** `only`: this one alone. `toggle`: with the others. `range`: all from the anchor to it. `focus`: none is changed. */
export type Way = 'only' | 'toggle' | 'range' | 'focus';

/** What a click on `id`, or a key that leads to it, makes of the selection. `order`: the ids as they are shown. */
export function select({ selected, anchor }: Selection, id: string, way: Way, order: readonly string[]): Selection {
  switch (way) {
    case 'only':
      return { selected: new Set([id]), anchor: id, active: id };
    case 'toggle': {
      const next = new Set(selected);
      if (!next.delete(id)) next.add(id);
      return { selected: next, anchor: id, active: id };
    }
    case 'range': {
      const from = anchor === undefined ? -1 : order.indexOf(anchor);
      const to = order.indexOf(id);
      const start = from === -1 ? to : from;
      const range = order.slice(Math.min(start, to), Math.max(start, to) + 1);
      return { selected: new Set(range), anchor: order[start] ?? id, active: id };
    }
    case 'focus':
      return { selected, ...(anchor !== undefined && { anchor }), active: id };
  }
}

/** Without what is not shown any more; the focus goes to the card that took the place of its own. */
export function kept(
  { selected, anchor, active }: Selection,
  before: readonly string[],
  order: readonly string[],
): Selection {
  const shown = new Set(order);
  const place = active === undefined ? -1 : before.indexOf(active);
  const next =
    active === undefined || shown.has(active) ? active : order[Math.min(Math.max(place, 0), order.length - 1)];
  return {
    selected: new Set([...selected].filter((id) => shown.has(id))),
    ...(anchor !== undefined && shown.has(anchor) && { anchor }),
    ...(next !== undefined && { active: next }),
  };
}
