import { html, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { keyButton } from './keyButton.ts';
import { keys as keyTable } from './keys.ts';
import type { PreviewActions, PreviewModel } from './model.ts';
import { frameText, timelineDuration } from './moment.ts';
import { percent } from '../page/percent.ts';
import { hasPoints } from '../page/points.ts';
import { rateOptions } from './rateOptions.ts';
import { timecode } from './timecode.ts';

type SliderEvent = InputEvent & { currentTarget: HTMLInputElement };
type SelectEvent = Event & { currentTarget: HTMLSelectElement };

/** The row under the timeline. */
export function controlsView(model: PreviewModel, actions: PreviewActions): TemplateResult {
  const { strings, playback, loading, actualSize, fullscreen } = model;
  const { keys } = strings;
  const enabled = loading === 'ready';
  const { playing, loop, points } = playback;
  return html`<div class="controls" role="group" aria-label=${model.state.title}>
    <span class="group">
      ${keyButton({ act: 'frameBack', label: keys.frameBack, face: { icon: 'chevron-left' }, enabled }, actions)}
      ${keyButton(
        {
          ...{ act: 'togglePlay', label: playing ? strings.pause : strings.play, enabled },
          face: { icon: playing ? 'debug-pause' : 'play' },
        },
        actions,
      )}
      ${keyButton({ act: 'frameOn', label: keys.frameOn, face: { icon: 'chevron-right' }, enabled }, actions)}
    </span>
    ${timeView(model)}
    <span class="group">
      ${keyButton({ act: 'setIn', label: keys.setIn, face: { sign: '[' }, enabled }, actions)}
      ${keyButton({ act: 'setOut', label: keys.setOut, face: { sign: ']' }, enabled }, actions)}
      ${keyButton(
        { act: 'clearPoints', label: keys.clearPoints, face: { icon: 'close' }, enabled: enabled && hasPoints(points) },
        actions,
      )}
      ${keyButton({ act: 'toggleLoop', label: keys.toggleLoop, face: { icon: 'sync' }, pressed: loop }, actions)}
      ${rateView(model, actions)}
    </span>
    ${volumeView(model, actions)}
    <span class="group">
      ${keyButton(
        {
          ...{ act: 'toggleActualSize', label: actualSize ? strings.fit : strings.actualSize, enabled },
          face: { icon: actualSize ? 'zoom-out' : 'zoom-in' },
        },
        actions,
      )}
      ${keyButton(
        {
          ...{ act: 'toggleFullscreen', label: keys.toggleFullscreen },
          ...{ face: { icon: fullscreen ? 'screen-normal' : 'screen-full' }, pressed: fullscreen },
        },
        actions,
      )}
      ${keyButton({ act: 'toggleHelp', label: keys.toggleHelp, face: { icon: 'keyboard' } }, actions)}
    </span>
  </div>`;
}

/** Where the clip stands: by the frame once frames are known, else by the tenth of a second. */
function timeView(model: PreviewModel): TemplateResult {
  const { playback, frames } = model;
  if (frames === undefined) {
    const [now, end] = [timecode(playback.position), timecode(timelineDuration(model))];
    return html`<span class="time numbers">
      <span class="moment">${now} <span class="quiet">/ ${end}</span></span>
    </span>`;
  }
  const frame = frames.at(playback.position);
  return html`<span class="time numbers" data-frame=${frame}>
    <span class="moment">${frames.timecode(frame)} <span class="quiet">/ ${frames.timecode(frames.count)}</span></span>
    <span class="quiet">${frameText(model, frame)}</span>
  </span>`;
}

function rateView({ strings, playback }: PreviewModel, actions: PreviewActions): TemplateResult {
  const shown = playback.speed === 0 ? playback.rate : playback.speed;
  return html`<select
    class="rate numbers"
    data-own-keys="list"
    title="${strings.rate} (${keyTable.shortcut('slower').shown} ${keyTable.shortcut('faster').shown})"
    aria-label=${strings.rate}
    aria-keyshortcuts="&lt; &gt;"
    @change=${(event: SelectEvent) => actions.setRate(Number(event.currentTarget.value))}
  >
    ${rateOptions(shown, strings.rateValue)}
  </select>`;
}

function volumeView({ strings, playback }: PreviewModel, actions: PreviewActions): TemplateResult {
  const { muted, volume } = playback;
  const silent = muted || volume === 0;
  return html`<span class="group">
    ${keyButton(
      {
        ...{ act: 'toggleMute', label: silent ? strings.unmute : strings.mute },
        face: { icon: silent ? 'mute' : 'unmute' },
      },
      actions,
    )}
    <input
      class="volume"
      data-own-keys="slider"
      type="range"
      min="0"
      max="1"
      step="0.05"
      .value=${live(String(muted ? 0 : volume))}
      title="${strings.volume} (${keyTable.shortcut('quieter').shown} ${keyTable.shortcut('louder').shown})"
      aria-label=${strings.volume}
      aria-valuetext=${percent(muted ? 0 : volume, document.documentElement.lang, 'halfExpand')}
      @input=${(event: SliderEvent) => actions.setVolume(event.currentTarget.valueAsNumber)}
    />
  </span>`;
}
