import { html, type TemplateResult } from 'lit';
import type { Shortcut } from './keys.ts';
import { placed } from './placed.ts';
import type { PointName } from './points.ts';

/** A point of the loop as it stands on a page's bar. */
export interface PointFace {
  readonly name: PointName;
  readonly label: string;
  /** How it is moved, as people read it. */
  readonly help: string;
  /** The key that sets it. */
  readonly shortcut: Shortcut;
  /** Seconds. */
  readonly at: number;
  /** A moment of the frame that belongs to it, seconds: the loop ends with its last frame, not before it. And how that is called. */
  readonly seen: number;
  readonly text: string;
  /** How long the bar is, seconds. */
  readonly duration: number;
  /** The moment of the bar at which somebody points, seconds. */
  readonly momentOf: (event: PointerEvent & { currentTarget: HTMLElement }) => number;
  /** The moment so many frames on. */
  readonly stepped: (frames: number) => number;
}

/** What can be done with it. */
export interface PointActions {
  movePoint(name: PointName, seconds: number): void;
  removePoint(name: PointName): void;
}

type Pointing = PointerEvent & { currentTarget: HTMLElement };

/** Where a loop begins or ends: to be dragged along the bar, or moved by the arrow keys. */
export function pointView(point: PointFace, actions: PointActions): TemplateResult {
  const { name, label, at, duration } = point;
  return html`<span
    class="point ${name}"
    role="slider"
    tabindex="0"
    data-own-keys="slider"
    title="${label}: ${point.help}"
    aria-label=${label}
    aria-valuemin="0"
    aria-valuemax=${duration}
    aria-valuenow=${at}
    aria-valuetext=${point.text}
    aria-keyshortcuts=${point.shortcut.aria}
    ${placed({ '--point': duration > 0 ? at / duration : 0 })}
    @pointerdown=${(event: Pointing) => {
      if (event.button === 0) event.currentTarget.setPointerCapture(event.pointerId);
    }}
    @pointermove=${(event: Pointing) => {
      if (event.currentTarget.hasPointerCapture(event.pointerId)) actions.movePoint(name, point.momentOf(event));
    }}
    @keydown=${(event: KeyboardEvent) => {
      const to = moved(point, event);
      if (to !== undefined) actions.movePoint(name, to);
      else if (event.key === 'Delete' || event.key === 'Backspace') actions.removePoint(name);
      else return;
      event.preventDefault();
    }}
  ></span>`;
}

function moved({ seen, duration, stepped }: PointFace, { key, shiftKey }: KeyboardEvent): number | undefined {
  const by = (step: number): number => (shiftKey ? Math.max(0, seen + step) : stepped(step));
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return by(-1);
    case 'ArrowRight':
    case 'ArrowUp':
      return by(1);
    case 'Home':
      return 0;
    case 'End':
      return duration;
    default:
      return undefined;
  }
}
