import { html, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { nearestDuration } from '../../shared/capabilities.ts';
import { fill } from '../../shared/counted.ts';
import { numberText } from '../../shared/numberText.ts';
import { choices } from './choices.ts';
import { ids } from './ids.ts';
import type { ComposerActions, ComposerModel } from './model.ts';
import { invalid } from './problemView.ts';

/** Up to this many durations stand side by side; more make a slider. */
const mostSideBySide = 3;

/** The length of the clip, out of the model's own list. */
export function durationView(
  model: ComposerModel,
  actions: ComposerActions,
  durations: readonly number[],
): TemplateResult {
  const { strings, language, settings } = model;
  const inSeconds = (duration: number) => fill(strings.seconds, numberText(duration, language));
  if (durations.length <= mostSideBySide) {
    return choices({
      id: ids.field('duration'),
      label: strings.duration,
      options: durations.map((duration) => ({ value: String(duration), content: inSeconds(duration) })),
      value: String(settings.duration),
      describedBy: ids.problem('duration'),
      invalid: invalid(model, 'duration'),
      pick: (duration) => actions.pick({ duration: Number(duration) }),
    });
  }
  // The slider counts places in the list, which need not be even steps.
  const place = durations.indexOf(nearestDuration(durations, settings.duration) ?? settings.duration);
  return html`<div class="setting duration">
    <label class="title" for=${ids.field('duration')}>${strings.duration}</label>
    <div class="slider">
      <input
        id=${ids.field('duration')}
        type="range"
        min="0"
        max=${durations.length - 1}
        step="1"
        .value=${live(String(place))}
        aria-valuetext=${inSeconds(settings.duration)}
        aria-describedby=${ids.problem('duration')}
        aria-invalid=${invalid(model, 'duration')}
        @input=${(event: InputEvent & { currentTarget: HTMLInputElement }) =>
          actions.type({ duration: durations[event.currentTarget.valueAsNumber] ?? settings.duration })}
        @change=${() => actions.flush()}
      />
      <output class="numbers" for=${ids.field('duration')}>${inSeconds(settings.duration)}</output>
    </div>
  </div>`;
}
