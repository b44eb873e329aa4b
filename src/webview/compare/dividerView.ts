import { html, type TemplateResult } from 'lit';
import { fill } from '../../shared/counted.ts';
import { percent } from '../page/percent.ts';
import type { CompareActions, CompareModel, Shown } from './model.ts';

/** What lies over the two pictures: a press anywhere brings the divider there, and it can be dragged from there on. */
export function dividerView(
  { strings, view }: CompareModel,
  actions: CompareActions,
  { left, right }: { readonly left: Shown; readonly right: Shown },
): TemplateResult {
  const { divider } = view;
  const place = percent(divider / 100, document.documentElement.lang, 'halfExpand');
  return html`<div
    class="divided"
    @pointerdown=${(event: PointerEvent) => drag(event, actions)}
    @pointermove=${(event: PointerEvent) => {
      if (event.buttons % 2 === 1) move(event, actions);
    }}
  >
    <span class="side-letter left-letter" aria-hidden="true">${left.letter}</span>
    <span class="side-letter right-letter" aria-hidden="true">${right.letter}</span>
    <div
      class="divider"
      role="slider"
      tabindex="0"
      title="${strings.divider} (←, →)"
      aria-label=${strings.divider}
      aria-orientation="horizontal"
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow=${Math.round(divider)}
      aria-valuetext=${fill(strings.dividerValue, left.letter, right.letter, place)}
      @keydown=${(event: KeyboardEvent) => press(event, divider, actions)}
    ></div>
  </div>`;
}

type Target = { readonly currentTarget: HTMLElement };

function drag(event: PointerEvent, actions: CompareActions): void {
  if (event.button !== 0) return;
  const { currentTarget } = event as PointerEvent & Target;
  currentTarget.setPointerCapture(event.pointerId);
  currentTarget.querySelector<HTMLElement>('.divider')?.focus();
  // The browser would give the focus to what was pressed.
  event.preventDefault();
  move(event, actions);
}

function move(event: PointerEvent, actions: CompareActions): void {
  const { left, width } = (event as PointerEvent & Target).currentTarget.getBoundingClientRect();
  if (width > 0) actions.divide(((event.clientX - left) / width) * 100);
}

function press(event: KeyboardEvent, divider: number, actions: CompareActions): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const step = event.shiftKey ? 10 : 2;
  const to: Partial<Record<string, number>> = {
    ArrowLeft: divider - step,
    ArrowDown: divider - step,
    ArrowRight: divider + step,
    ArrowUp: divider + step,
    PageDown: divider - 10,
    PageUp: divider + 10,
    Home: 0,
    End: 100,
  };
  const place = to[event.key];
  if (place === undefined) return;
  // The keys of the page would move the clips.
  event.preventDefault();
  actions.divide(place);
}
