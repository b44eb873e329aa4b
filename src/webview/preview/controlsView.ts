import { html, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { live } from 'lit/directives/live.js';
import { icon } from '../page/icon.ts';
import type { PreviewActions, PreviewModel } from './model.ts';
import { timecode } from './timecode.ts';

type SliderEvent = InputEvent & { currentTarget: HTMLInputElement };

/** The row under the picture. */
export function controlsView(model: PreviewModel, actions: PreviewActions): TemplateResult {
  const { strings, playback, clip, loading, actualSize, fullscreen, fullscreenAllowed } = model;
  const ready = loading === 'ready';
  const duration = clip?.duration ?? 0;
  const silent = playback.muted || playback.volume === 0;
  return html`<div class="controls" role="group" aria-label=${model.state.title}>
    ${button({
      name: playback.playing ? 'debug-pause' : 'play',
      label: playback.playing ? strings.pause : strings.play,
      shortcut: 'Space',
      enabled: ready,
      act: () => actions.togglePlay(),
    })}
    <input
      class="position"
      type="range"
      min="0"
      max=${duration}
      step="any"
      .value=${live(String(playback.position))}
      ?disabled=${!ready}
      title="${strings.position} (←, →)"
      aria-label=${strings.position}
      aria-valuetext="${timecode(playback.position)} / ${timecode(duration)}"
      @input=${(event: SliderEvent) => actions.seek(event.currentTarget.valueAsNumber)}
    />
    <span class="time numbers">${timecode(playback.position)} / ${timecode(duration)}</span>
    <span class="sound">
      ${button({
        name: silent ? 'mute' : 'unmute',
        label: silent ? strings.unmute : strings.mute,
        shortcut: 'M',
        act: () => actions.toggleMute(),
      })}
      <input
        class="volume"
        data-own-arrows
        type="range"
        min="0"
        max="1"
        step="0.05"
        .value=${live(String(playback.muted ? 0 : playback.volume))}
        title=${strings.volume}
        aria-label=${strings.volume}
        aria-valuetext="${Math.round((playback.muted ? 0 : playback.volume) * 100)} %"
        @input=${(event: SliderEvent) => actions.setVolume(event.currentTarget.valueAsNumber)}
      />
    </span>
    <span class="switches">
      ${button({
        name: 'sync',
        label: strings.loop,
        shortcut: 'L',
        pressed: playback.loop,
        act: () => actions.toggleLoop(),
      })}
      ${button({
        name: actualSize ? 'zoom-out' : 'zoom-in',
        label: actualSize ? strings.fit : strings.actualSize,
        shortcut: 'Z',
        enabled: ready,
        act: () => actions.toggleActualSize(),
      })}
      ${button({
        name: fullscreen ? 'screen-normal' : 'screen-full',
        label: fullscreenAllowed ? strings.fullscreen : strings.noFullscreen,
        shortcut: 'F',
        pressed: fullscreen,
        enabled: fullscreenAllowed,
        act: () => actions.toggleFullscreen(),
      })}
    </span>
  </div>`;
}

interface Button {
  readonly name: string;
  readonly label: string;
  readonly shortcut: string;
  /** Left out: not a switch. */
  readonly pressed?: boolean;
  readonly enabled?: boolean;
  readonly act: () => void;
}

function button({ name, label, shortcut, pressed, enabled = true, act }: Button): TemplateResult {
  return html`<button
    type="button"
    class="icon-button"
    title=${enabled ? `${label} (${shortcut})` : label}
    aria-label=${label}
    aria-keyshortcuts=${shortcut}
    aria-pressed=${ifDefined(pressed)}
    aria-disabled=${enabled ? 'false' : 'true'}
    @click=${() => {
      if (enabled) act();
    }}
  >
    ${icon(name)}
  </button>`;
}
