import type { Reference } from '../../shared/draft.ts';
import type { ComposerActions } from './model.ts';
import { placeOfMove } from './placeOfMove.ts';

/** Marks a drag as one of this page's own references. */
export const referenceDrag = 'application/x-seedance-reference';

type CardEvent = DragEvent & { currentTarget: HTMLElement };

/** Dragging one reference before or after another. Dropped on the prompt, it leaves its token there. */
export function dragHandlers(
  references: readonly Reference[],
  index: number,
  token: string,
  actions: Pick<ComposerActions, 'move'>,
) {
  return {
    start: (event: CardEvent) => {
      event.dataTransfer?.setData(referenceDrag, references[index]?.id ?? '');
      event.dataTransfer?.setData('text/plain', token);
    },
    over: (event: CardEvent) => {
      if (event.dataTransfer?.types.includes(referenceDrag) !== true) return;
      event.preventDefault();
      mark(event.currentTarget, isAfter(event) ? 'after' : 'before');
    },
    leave: (event: CardEvent) => mark(event.currentTarget),
    drop: (event: CardEvent) => {
      mark(event.currentTarget);
      const from = references.findIndex(({ id }) => id === event.dataTransfer?.getData(referenceDrag));
      const reference = references[from];
      if (reference === undefined) return;
      event.preventDefault();
      const to = placeOfMove(from, index, isAfter(event));
      if (to !== from) actions.move(reference.id, to);
    },
    end: (event: CardEvent) => mark(event.currentTarget),
  };
}

/** True in the half of the card that lies behind it in reading direction. */
function isAfter(event: CardEvent): boolean {
  const { left, width } = event.currentTarget.getBoundingClientRect();
  return event.clientX > left + width / 2;
}

function mark(card: HTMLElement, gap?: 'before' | 'after'): void {
  card.toggleAttribute('data-gap-before', gap === 'before');
  card.toggleAttribute('data-gap-after', gap === 'after');
}
