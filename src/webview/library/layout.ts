/** How cards lie in a page, in CSS pixels. */
export interface Layout {
  readonly columns: number;
  /** Of a row, with the space below it. */
  readonly rowHeight: number;
}

/** Between cards, and around all of them. */
export const gap = 12;

const leastWidth = 176;

/** Title, facts and time below a picture, with a card's border and padding. */
const wordsHeight = 94;

/** As many columns as fit into `width`; pictures have 16:9 whatever their clips have. */
export function layoutOf(width: number): Layout {
  const inside = Math.max(leastWidth, width - gap - 2);
  const columns = Math.max(1, Math.floor((inside + gap) / (leastWidth + gap)));
  const cardWidth = (inside - (columns - 1) * gap) / columns;
  return { columns, rowHeight: Math.round((cardWidth * 9) / 16) + wordsHeight + gap };
}

/** Where a key leads in a grid of `count` cards, of which `index` is active; undefined for other keys. `rows`: on the screen. */
export function moved(
  key: string,
  index: number,
  { columns, count, rows }: Record<'columns' | 'count' | 'rows', number>,
) {
  const to = (target: number): number => Math.max(0, Math.min(count - 1, target));
  switch (key) {
    case 'ArrowRight':
      return to(index + 1);
    case 'ArrowLeft':
      return to(index - 1);
    case 'ArrowDown':
      // The last row may be short: what is below its end is its last card.
      return Math.floor(index / columns) < Math.floor((count - 1) / columns) ? to(index + columns) : index;
    case 'ArrowUp':
      return index < columns ? index : index - columns;
    case 'PageDown':
      return to(index + columns * rows);
    case 'PageUp':
      return index - columns * rows < 0 ? index % columns : index - columns * rows;
    case 'Home':
      return 0;
    case 'End':
      return to(count - 1);
    default:
      return undefined;
  }
}
