import { mostTakes } from '../../shared/compared.ts';
import type { Card, LibraryAction } from '../../shared/libraryMessages.ts';

/** What is done with one clip at a time. */
export const oneAtATime: readonly LibraryAction[] = ['again', 'reveal', 'find', 'whatNow'];

/** True for as many as can be compared. */
export function canCompare(count: number): boolean {
  return count >= 2 && count <= mostTakes;
}

/**
 * What the menu of the selected cards asks for, and what its commands are given, as the text of a `data-vscode-context`. `clicked` is one
 * of them. Nothing is offered that can be done with some of them only.
 */
export function menuContext(clicked: Card, selected: readonly Card[]): string {
  const several = selected.length > 1;
  const able = clicked.actions.filter(
    (action) =>
      selected.every(({ actions }) => actions.includes(action)) &&
      (action !== 'compare' || canCompare(selected.length)) &&
      !(several && oneAtATime.includes(action)),
  );
  return JSON.stringify({
    webviewSection: 'clip',
    seedanceJob: clicked.id,
    seedanceJobs: selected.map(({ id }) => id),
    seedanceAbilities: [...able, ...(several ? [] : ['copyPrompt'])].join(' '),
    preventDefaultContextMenuItems: true,
  });
}

/** Where no card is there is nothing to be done. */
export const noMenu = JSON.stringify({ preventDefaultContextMenuItems: true });
