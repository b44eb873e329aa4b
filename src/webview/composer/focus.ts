import type { Problem } from '../../shared/problem.ts';
import { ids } from './ids.ts';

/** Puts the focus where an error can be mended. */
export function focusError(problem: Problem | undefined): void {
  if (problem === undefined) return;
  const target = place(problem);
  target?.scrollIntoView({ block: 'nearest' });
  target?.focus();
}

function place({ field, index }: Problem): HTMLElement | null {
  if (field === 'mediaUrls') {
    if (index === undefined) return document.querySelector<HTMLElement>('[data-gesture="remove"]');
    return document.getElementById(ids.publicUrl(index)) ?? document.getElementById(ids.picture(index));
  }
  const element = document.getElementById(ids.field(field));
  // A group of radio buttons takes the focus at the chosen one, else at the first.
  const radio = element?.querySelector<HTMLElement>('input:checked') ?? element?.querySelector<HTMLElement>('input');
  return radio ?? element;
}

/** The reference in which the focus is, as far as it can be found again after a drawing. */
export interface FocusPlace {
  /** The place of the reference, from 0. */
  readonly reference: number;
  /** Which of its buttons, undefined for its picture. */
  readonly gesture: string | undefined;
}

/** Where the focus is among the references, undefined where it is elsewhere. */
export function focusPlace(): FocusPlace | undefined {
  const active = document.activeElement;
  const card = active?.closest('[data-reference]');
  if (!(active instanceof HTMLElement) || !card) return undefined;
  return { reference: cards().indexOf(card), gesture: active.dataset['gesture'] };
}

/** For a focus whose reference was removed: to the same button of the one that took its place, else to adding. */
export function focusNeighbour(place: FocusPlace | undefined): void {
  if (place === undefined) return;
  const card = cards()[place.reference] ?? cards().at(-1);
  const button = card?.querySelector<HTMLElement>(place.gesture ? `[data-gesture="${place.gesture}"]` : '.picture');
  (button ?? document.getElementById(ids.add))?.focus();
}

function cards(): Element[] {
  return [...document.querySelectorAll('[data-reference]')];
}
