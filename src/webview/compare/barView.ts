import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { rateOptions } from '../preview/rateOptions.ts';
import { timecode } from '../preview/timecode.ts';
import { fill } from '../../shared/counted.ts';
import { keys } from './keys.ts';
import { iconButton } from '../page/iconButton.ts';
import { momentOf } from '../page/momentOf.ts';
import { placed } from '../page/placed.ts';
import { pointView } from '../page/pointView.ts';
import { hasPoints, regionOf, type PointName } from '../page/points.ts';
import { stepped } from './frameTime.ts';
import type { CompareActions, CompareModel } from './model.ts';

/** The one row of controls for all. */
export function barView(model: CompareModel, actions: CompareActions): TemplateResult {
  const { strings, playback, view, shown, fullscreen } = model;
  const { playing, position, duration, speed, looping, points } = playback;
  const loop = regionOf(points, duration);
  const enabled = duration > 0;
  const { actualSize, muted } = view;
  const times = `${timecode(position)} / ${timecode(duration)}`;
  const heard = shown.find(({ take }) => take.id === view.heard)?.letter ?? '';
  return html`<div class="bar" role="group" aria-label=${strings.controls}>
    ${iconButton({
      face: { icon: playing ? 'debug-pause' : 'play' },
      label: playing ? strings.pause : strings.play,
      shortcut: keys.shortcut('togglePlay'),
      enabled,
      press: () => actions.togglePlay(),
    })}
    <span class="together">
      ${iconButton({ face: { icon: 'chevron-left' }, label: strings.back, shortcut: keys.shortcut('frameBack'), enabled, press: () => actions.step(-1) })}
      ${iconButton({ face: { icon: 'chevron-right' }, label: strings.forward, shortcut: keys.shortcut('frameOn'), enabled, press: () => actions.step(1) })}
    </span>
    <div
      class=${hasPoints(points) ? 'track pointed' : 'track'}
      ${placed({ '--in': share(loop.start, duration), '--out': share(loop.end, duration) })}
    >
      <input
        class="position"
        type="range"
        min="0"
        max=${duration}
        step="any"
        .value=${live(String(position))}
        ?disabled=${!enabled}
        title="${strings.position} (Shift+←, Shift+→)"
        aria-label=${strings.position}
        aria-valuetext=${times}
        @input=${(event: InputEvent & { currentTarget: HTMLInputElement }) =>
          actions.seek(event.currentTarget.valueAsNumber)}
      />
      ${enabled ? (['in', 'out'] as const).map((name) => loopPoint(model, actions, name)) : nothing}
    </div>
    <span class="numbers time">${times}</span>
    <span class="together end">
      ${iconButton({
        face: { icon: muted ? 'mute' : 'unmute' },
        label: muted ? strings.unmute : strings.mute,
        title: muted ? strings.unmute : `${strings.mute} · ${fill(strings.listening, heard)}`,
        shortcut: keys.shortcut('toggleMute'),
        press: () => actions.toggleMute(),
      })}
      <select
        class="select"
        data-own-keys="list"
        aria-label=${strings.rate}
        title="${strings.rate} (${keys.shortcut('slower').shown} ${keys.shortcut('faster').shown})"
        @change=${(event: Event & { currentTarget: HTMLSelectElement }) =>
          actions.setRate(Number(event.currentTarget.value))}
      >
        ${rateOptions(speed, strings.rateValue)}
      </select>
      ${iconButton({ face: { sign: '[' }, label: strings.keys.setIn, shortcut: keys.shortcut('setIn'), enabled, press: () => actions.setIn() })}
      ${iconButton({ face: { sign: ']' }, label: strings.keys.setOut, shortcut: keys.shortcut('setOut'), enabled, press: () => actions.setOut() })}
      ${iconButton({
        face: { icon: 'close' },
        label: strings.keys.clearPoints,
        shortcut: keys.shortcut('clearPoints'),
        enabled: enabled && hasPoints(points),
        press: () => actions.clearPoints(),
      })}
      ${iconButton({
        face: { icon: 'sync' },
        label: strings.loop,
        shortcut: keys.shortcut('toggleLoop'),
        pressed: looping,
        press: () => actions.toggleLoop(),
      })}
      ${iconButton({
        face: { icon: actualSize ? 'zoom-out' : 'zoom-in' },
        label: actualSize ? strings.fit : strings.actualSize,
        shortcut: keys.shortcut('toggleActualSize'),
        enabled,
        press: () => actions.toggleActualSize(),
      })}
      ${iconButton({
        face: { icon: fullscreen ? 'screen-normal' : 'screen-full' },
        label: strings.keys.toggleFullscreen,
        shortcut: keys.shortcut('toggleFullscreen'),
        pressed: fullscreen,
        press: () => actions.toggleFullscreen(),
      })}
      ${iconButton({
        face: { icon: 'keyboard' },
        label: strings.keys.toggleHelp,
        shortcut: keys.shortcut('toggleHelp'),
        press: () => actions.toggleHelp(),
      })}
    </span>
  </div>`;
}

/** Where the loop begins or ends, if that was set. Frames are those of the clip with the most of them. */
function loopPoint(
  { strings, playback, shown }: CompareModel,
  actions: CompareActions,
  name: PointName,
): TemplateResult | typeof nothing {
  const { points, duration } = playback;
  const at = points[name];
  if (at === undefined) return nothing;
  const frame = Math.min(...shown.map(({ screen }) => screen.step));
  const seen = name === 'in' ? at + frame / 2 : Math.max(0, at - frame / 2);
  return pointView(
    {
      ...{ name, at, seen, text: timecode(at), duration, help: strings.pointHelp },
      label: name === 'in' ? strings.inPoint : strings.outPoint,
      shortcut: keys.shortcut(name === 'in' ? 'setIn' : 'setOut'),
      momentOf: (event) => momentOf(event, duration),
      stepped: (count) => stepped(seen, frame, count),
    },
    actions,
  );
}

function share(seconds: number, duration: number): number {
  return duration > 0 ? seconds / duration : 0;
}
