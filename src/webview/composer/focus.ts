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
  if (field !== 'mediaUrls') return focusable(ids.field(field));
  if (index === undefined) return document.querySelector<HTMLElement>('[data-gesture="remove"]');
  return document.getElementById(ids.publicUrl(index)) ?? document.getElementById(ids.picture(index));
}

function focusable(id: string): HTMLElement | null {
  const element = document.getElementById(id);
  // A group of radio buttons takes the focus at the chosen one, else at the first.
  const radio = element?.querySelector<HTMLElement>('input:checked') ?? element?.querySelector<HTMLElement>('input');
  return radio ?? element;
}

/** Where the focus is, as far as it may go away with a drawing and somebody else must take it. */
export type FocusPlace =
  /** In a reference: its place from 0, and which of its buttons, undefined for its picture. */
  | { readonly reference: number; readonly gesture: string | undefined }
  /** On a button that goes away when it has done its work: the id of what takes the focus then. */
  | { readonly heir: string };

/** Where the focus is, undefined where it stays whatever is drawn. */
export function focusPlace(): FocusPlace | undefined {
  const active = document.activeElement;
  if (!(active instanceof HTMLElement)) return undefined;
  const { heir, gesture } = active.dataset;
  if (heir !== undefined) return { heir };
  const card = active.closest('[data-reference]');
  return card === null ? undefined : { reference: cards().indexOf(card), gesture };
}

/** For a focus whose place is gone: to the same button of the reference that took the place of a removed one, or to the heir. */
export function focusNext(place: FocusPlace | undefined): void {
  if (place === undefined) return;
  if ('heir' in place) {
    focusable(place.heir)?.focus();
    return;
  }
  const card = cards()[place.reference] ?? cards().at(-1);
  const button = card?.querySelector<HTMLElement>(place.gesture ? `[data-gesture="${place.gesture}"]` : '.picture');
  (button ?? document.getElementById(ids.add))?.focus();
}

function cards(): Element[] {
  return [...document.querySelectorAll('[data-reference]')];
}
