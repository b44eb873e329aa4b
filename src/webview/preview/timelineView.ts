import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { placed } from '../page/placed.ts';
import { drawn, sized } from './elements.ts';
import type { Thumbnail } from './film.ts';
import type { PreviewActions, PreviewModel } from './model.ts';
import { nameOf, timelineDuration } from './moment.ts';
import { momentOf } from '../page/momentOf.ts';
import { keys } from './keys.ts';
import { hasPoints, regionOf, type PointName } from '../page/points.ts';
import { pointView } from '../page/pointView.ts';

type SliderEvent = InputEvent & { currentTarget: HTMLInputElement };
type Pointing = PointerEvent & { currentTarget: HTMLElement };

/** The bar to go through the clip with, small pictures of it underneath, and where its loop begins and ends. */
export function timelineView(model: PreviewModel, actions: PreviewActions): TemplateResult {
  const { strings, playback, loading, film, pointed, clip } = model;
  const ready = loading === 'ready';
  const duration = timelineDuration(model);
  const { start, end } = regionOf(playback.points, duration);
  const thumbnails = film.thumbnails;
  const aspect = clip === undefined ? 1 : clip.width / clip.height;
  return html`<div
    class="timeline"
    ${placed({ '--at': share(playback.position, duration), '--in': share(start, duration), '--out': share(end, duration) })}
    @pointermove=${(event: Pointing) => {
      if (ready) actions.point(momentOf(event, duration));
    }}
    @pointerleave=${() => actions.point(undefined)}
  >
    <div class=${hasPoints(playback.points) ? 'track pointed' : 'track'}>
      <input
        class="position"
        type="range"
        min="0"
        max=${duration}
        step="any"
        .value=${live(String(playback.position))}
        ?disabled=${!ready}
        aria-label=${strings.position}
        aria-valuetext=${nameOf(model, playback.position)}
        @input=${(event: SliderEvent) => actions.seek(event.currentTarget.valueAsNumber)}
      />
      ${ready ? (['in', 'out'] as const).map((name) => loopPoint(model, actions, name)) : nothing}
    </div>
    <div
      class=${hasPoints(playback.points) ? 'strip pointed' : 'strip'}
      @pointerdown=${(event: Pointing) => {
        if (!ready || event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        actions.seek(momentOf(event, duration));
      }}
      @pointermove=${(event: Pointing) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) actions.seek(momentOf(event, duration));
      }}
    >
      <canvas
        aria-hidden="true"
        ${drawn(
          (canvas) => drawStrip(canvas, film.thumbnails, duration, aspect),
          ...[thumbnails, innerWidth, devicePixelRatio, duration, aspect],
        )}
      ></canvas>
    </div>
    ${ready && pointed !== undefined ? peekView(model, pointed, duration, aspect) : nothing}
  </div>`;
}

/** Where the loop begins or ends, if that was set. */
function loopPoint(model: PreviewModel, actions: PreviewActions, name: PointName): TemplateResult | typeof nothing {
  const { strings, playback, frames } = model;
  const set = playback.points[name];
  if (set === undefined) return nothing;
  const duration = timelineDuration(model);
  const frame = frames?.at(set) ?? 0;
  const isBehind = frames !== undefined && name === 'out' && frame > 0 && set < frames.end(frame) - 0.001;
  const seen = frames?.middle(isBehind ? frame - 1 : frame) ?? set;
  return pointView(
    {
      ...{ name, at: set, seen, text: nameOf(model, seen), duration, help: strings.pointHelp },
      label: name === 'in' ? strings.inPoint : strings.outPoint,
      shortcut: keys.shortcut(name === 'in' ? 'setIn' : 'setOut'),
      momentOf: (event) => momentOf(event, duration),
      stepped: (count) =>
        frames === undefined ? Math.max(0, seen + count / 25) : frames.middle(frames.at(seen) + count),
    },
    actions,
  );
}

/** What is seen at the moment that the mouse points at. */
function peekView(model: PreviewModel, pointed: number, duration: number, aspect: number): TemplateResult {
  const thumbnail = model.film.thumbnailAt(pointed);
  return html`<div
    class="peek"
    aria-hidden="true"
    ${placed({ '--pointed': share(pointed, duration), '--aspect': aspect })}
  >
    ${
      thumbnail === undefined
        ? nothing
        : html`<canvas
            ${drawn((canvas) => {
              const { context, width, height } = sized(canvas);
              // It may have been let go meanwhile.
              if (thumbnail.picture.width > 0) context.drawImage(thumbnail.picture, 0, 0, width, height);
            }, thumbnail)}
          ></canvas>`
    }
    <span class="numbers">${nameOf(model, pointed)}</span>
  </div>`;
}

/** As many pictures side by side as have room, each of the moment in its middle, as near as there is one. */
function drawStrip(
  canvas: HTMLCanvasElement,
  thumbnails: readonly Thumbnail[],
  duration: number,
  aspect: number,
): void {
  const { context, width, height } = sized(canvas);
  const cell = Math.max(8, height * aspect);
  for (let left = 0; left < width && thumbnails.length > 0; left += cell) {
    const moment = ((left + cell / 2) / width) * duration;
    const nearest = thumbnails.reduce((best, each) =>
      Math.abs(each.time - moment) < Math.abs(best.time - moment) ? each : best,
    );
    if (nearest.picture.width > 0) context.drawImage(nearest.picture, left, 0, cell, height);
  }
}

function share(seconds: number, duration: number): number {
  return duration > 0 ? Math.min(Math.max(0, seconds / duration), 1) : 0;
}
