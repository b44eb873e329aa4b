import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from '@tanstack/virtual-core';
import { html, render } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Card } from '../../shared/libraryMessages.ts';
import { place, placed } from '../page/placed.ts';
import { gap, layoutOf, type Layout } from './layout.ts';

/** Rows above and below the screen that are there already. */
const overscan = 2;

/** How one card is drawn. */
export type DrawCard = (card: Card, column: number) => unknown;

/**
 * The cards as a grid of which only those in sight are in the page. `virtual-core` says which rows these are. Each lies at its own place, so
 * that one that comes or goes moves no other.
 */
export class Grid {
  readonly element = document.createElement('div');
  readonly #rows = document.createElement('div');
  readonly #virtualizer: Virtualizer<HTMLElement, HTMLElement>;
  readonly #drawCard: DrawCard;
  readonly #shown: (cards: readonly Card[]) => void;
  #cards: readonly Card[] = [];
  #layout: Layout;
  #drawing = false;

  /** `shown` is told which cards are in the page, whenever that may have changed. */
  constructor(drawCard: DrawCard, shown: (cards: readonly Card[]) => void, offset: number) {
    this.#drawCard = drawCard;
    this.#shown = shown;
    this.element.className = 'grid';
    this.element.id = 'grid';
    this.element.setAttribute('role', 'grid');
    this.element.setAttribute('aria-multiselectable', 'true');
    this.#rows.setAttribute('role', 'presentation');
    this.#rows.className = 'rows';
    this.element.append(this.#rows);
    this.#layout = layoutOf(this.element.clientWidth);
    this.#virtualizer = new Virtualizer<HTMLElement, HTMLElement>({
      ...this.#options(),
      initialOffset: offset,
    });
    this.#virtualizer._didMount();
    new ResizeObserver(() => this.#resize()).observe(this.element);
  }

  /** From the top, CSS pixels. */
  get offset(): number {
    return this.element.scrollTop;
  }

  get columns(): number {
    return this.#layout.columns;
  }

  /** Rows that are seen whole at once, at least one. */
  get rowsOnScreen(): number {
    return Math.max(1, Math.floor(this.element.clientHeight / this.#layout.rowHeight));
  }

  /** Shows these cards. */
  show(cards: readonly Card[]): void {
    this.#cards = cards;
    this.#update();
    this.draw();
  }

  /** The element of a card, if it is in the page. */
  cell(id: string): HTMLElement | undefined {
    const cells = this.#rows.querySelectorAll<HTMLElement>('.card');
    return [...cells].find((cell) => cell.dataset['id'] === id);
  }

  /** Brings the card at this place into sight. */
  reveal(index: number): void {
    this.#virtualizer.scrollToIndex(Math.floor(index / this.columns));
    // The position is written at once; the page is told of it with its next picture.
    this.#virtualizer.scrollOffset = this.element.scrollTop;
    this.draw();
  }

  toTop(): void {
    this.element.scrollTop = 0;
  }

  /** Draws what is in sight as it is now. */
  draw(): void {
    // A card that goes away takes the focus along, which tells that it has left, and that draws.
    if (this.#drawing) return;
    this.#drawing = true;
    const { columns } = this.#layout;
    const rows = this.#virtualizer.getVirtualItems();
    place(this.#rows, {
      '--height': this.#virtualizer.getTotalSize(),
      '--columns': columns,
      '--row': this.#layout.rowHeight - gap,
    });
    this.element.setAttribute('aria-rowcount', String(Math.ceil(this.#cards.length / columns)));
    this.element.setAttribute('aria-colcount', String(columns));
    const inSight: Card[] = [];
    const view = repeat(
      rows,
      ({ key }) => key,
      ({ index: row, start }) => {
        const cards = this.#cards.slice(row * columns, (row + 1) * columns);
        inSight.push(...cards);
        return html`<div class="row" role="row" aria-rowindex=${row + 1} ${placed({ '--top': start })}>
          ${repeat(
            cards,
            ({ id }) => id,
            (card, column) => this.#drawCard(card, column),
          )}
        </div>`;
      },
    );
    const focused = this.#focused();
    render(view, this.#rows);
    // A card that came to another row is another element by now.
    if (focused !== undefined && this.#focused() !== focused) this.cell(focused)?.focus({ preventScroll: true });
    this.#drawing = false;
    this.#shown(inSight);
  }

  /** Id of the card that has the focus. */
  #focused(): string | undefined {
    const { activeElement } = document;
    return activeElement instanceof HTMLElement && this.#rows.contains(activeElement)
      ? activeElement.closest<HTMLElement>('.card')?.dataset['id']
      : undefined;
  }

  #resize(): void {
    const layout = layoutOf(this.element.clientWidth);
    if (layout.columns === this.#layout.columns && layout.rowHeight === this.#layout.rowHeight) return;
    const first = Math.floor(this.offset / this.#layout.rowHeight) * this.#layout.columns;
    this.#layout = layout;
    this.#update();
    this.#virtualizer.measure();
    this.element.scrollTop = Math.floor(first / layout.columns) * layout.rowHeight;
    this.draw();
  }

  #update(): void {
    this.#virtualizer.setOptions(this.#options());
    this.#virtualizer._willUpdate();
  }

  #options() {
    return {
      count: Math.ceil(this.#cards.length / this.#layout.columns),
      getScrollElement: () => this.element,
      estimateSize: () => this.#layout.rowHeight,
      ...{ scrollToFn: elementScroll, observeElementRect, observeElementOffset, overscan },
      ...{ paddingStart: gap, scrollPaddingStart: gap, scrollPaddingEnd: gap },
      onChange: () => this.draw(),
    };
  }
}
