import { html, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { rates } from '../preview/speeds.ts';
import { timecode } from '../preview/timecode.ts';
import { fill } from '../page/words.ts';
import { keys } from './keys.ts';
import { iconButton } from '../page/iconButton.ts';
import type { CompareActions, CompareModel } from './model.ts';

/** The one row of controls for all. */
export function barView({ strings, playback, view, shown }: CompareModel, actions: CompareActions): TemplateResult {
  const { playing, position, duration, rate, looping } = playback;
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
        data-own-keys
        aria-label=${strings.rate}
        title="${strings.rate} (${keys.shortcut('slower').shown} ${keys.shortcut('faster').shown})"
        @change=${(event: Event & { currentTarget: HTMLSelectElement }) =>
          actions.setRate(Number(event.currentTarget.value))}
      >
        ${ratesWith(rate).map(
          (each) =>
            html`<option value=${each} .selected=${live(each === rate)}>${fill(strings.rateValue, each)}</option>`,
        )}
      </select>
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
        face: { icon: 'keyboard' },
        label: strings.keys.toggleHelp,
        shortcut: keys.shortcut('toggleHelp'),
        press: () => actions.toggleHelp(),
      })}
    </span>
  </div>`;
}

/** The list, with a speed that a key has brought. */
function ratesWith(rate: number): readonly number[] {
  return rates.includes(rate) ? rates : [...rates, rate].sort((one, other) => one - other);
}
