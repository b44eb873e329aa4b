import { place } from '../page/placed.ts';

/** Lets the style know from now on how high the last row is, which covers what is scrolled below it: its words wrap on a small page. */
export function measureLastRow(row: Element | null): void {
  if (row === null) return;
  const observer = new ResizeObserver(() =>
    place(document.documentElement, { '--last-row': row.getBoundingClientRect().height }),
  );
  observer.observe(row);
}
