import { html, nothing, type TemplateResult } from 'lit';
import { placed } from '../page/placed.ts';
import { keys } from './keys.ts';
import type { PreviewActions, PreviewModel } from './model.ts';
import { momentOf, nameOf, timelineDuration } from './moment.ts';
import type { PointName } from './points.ts';

type Pointing = PointerEvent & { currentTarget: HTMLElement };

/** Where the loop begins or ends, if that was set: to be dragged along the bar, or moved by the arrow keys. */
export function pointView(
  model: PreviewModel,
  actions: PreviewActions,
  name: PointName,
): TemplateResult | typeof nothing {
  const { strings, playback } = model;
  const at = playback.points[name];
  if (at === undefined) return nothing;
  const duration = timelineDuration(model);
  const label = name === 'in' ? strings.inPoint : strings.outPoint;
  return html`<span
    class="point ${name}"
    role="slider"
    tabindex="0"
    data-own-arrows
    title="${label}: ${strings.pointHelp}"
    aria-label=${label}
    aria-valuemin="0"
    aria-valuemax=${duration}
    aria-valuenow=${at}
    aria-valuetext=${nameOf(model, seen(model, name, at))}
    aria-keyshortcuts=${keys.shortcut(name === 'in' ? 'setIn' : 'setOut').aria}
    ${placed({ '--point': duration > 0 ? at / duration : 0 })}
    @pointerdown=${(event: Pointing) => {
      if (event.button === 0) event.currentTarget.setPointerCapture(event.pointerId);
    }}
    @pointermove=${(event: Pointing) => {
      if (event.currentTarget.hasPointerCapture(event.pointerId)) actions.movePoint(name, momentOf(event, duration));
    }}
    @keydown=${(event: KeyboardEvent) => {
      const to = moved(model, name, event);
      if (to !== undefined) actions.movePoint(name, to);
      else if (event.key === 'Delete' || event.key === 'Backspace') actions.removePoint(name);
      else return;
      event.preventDefault();
    }}
  ></span>`;
}

/** A moment of the frame that belongs to a point: the loop ends with its last frame, not before it. */
function seen({ frames }: PreviewModel, name: PointName, at: number): number {
  if (frames === undefined) return at;
  const frame = frames.at(at);
  return frames.middle(name === 'out' && frame > 0 && at < frames.end(frame) - 0.001 ? frame - 1 : frame);
}

function moved(model: PreviewModel, name: PointName, { key, shiftKey }: KeyboardEvent): number | undefined {
  const { frames, playback } = model;
  const at = seen(model, name, playback.points[name] ?? 0);
  const by = (step: number): number => {
    if (shiftKey || frames === undefined) return Math.max(0, at + (shiftKey ? step : step / 25));
    return frames.middle(frames.at(at) + step);
  };
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
      return timelineDuration(model);
    default:
      return undefined;
  }
}
