import '@vscode-elements/elements/dist/vscode-option/index.js';
import '@vscode-elements/elements/dist/vscode-single-select/index.js';
import type { VscodeSingleSelect } from '@vscode-elements/elements/dist/vscode-single-select/vscode-single-select.js';
import { html, nothing, type TemplateResult } from 'lit';
import { modelOf } from '../../shared/capabilities.ts';
import { aspectShape } from './aspectShape.ts';
import { choices } from './choices.ts';
import { durationView } from './durationView.ts';
import { ids } from './ids.ts';
import type { ComposerActions, ComposerModel } from './model.ts';
import { invalid, problemPlace } from './problemView.ts';

/** Model, aspect, duration and resolution, each with what the chosen model can make. */
export function settingsView(model: ComposerModel, actions: ComposerActions): TemplateResult {
  const { strings, state, settings } = model;
  const chosen = modelOf(state.capabilities, settings.model) ?? state.capabilities[0];
  return html`<section>
    <div class="settings">
      ${modelPicker(model, actions)}
      ${choices({
        id: ids.field('aspectRatio'),
        label: strings.aspectRatio,
        options: chosen.aspectRatios.map((value) => ({ value, content: html`${shape(value)}${value}` })),
        value: settings.aspectRatio,
        describedBy: ids.problem('aspectRatio'),
        invalid: invalid(model, 'aspectRatio'),
        pick: (aspectRatio) => actions.pick({ aspectRatio }),
      })}
      ${durationView(model, actions, chosen.durations)}
      ${choices({
        id: ids.field('resolution'),
        label: strings.resolution,
        options: chosen.resolutions.map((value) => ({ value, content: value })),
        value: settings.resolution,
        describedBy: ids.problem('resolution'),
        invalid: invalid(model, 'resolution'),
        pick: (resolution) => actions.pick({ resolution }),
      })}
    </div>
    ${problemPlace(model, actions, ['model', 'aspectRatio', 'duration', 'resolution'])}
  </section>`;
}

function modelPicker(model: ComposerModel, actions: ComposerActions): TemplateResult {
  const { strings, state, settings } = model;
  const known = modelOf(state.capabilities, settings.model) !== undefined;
  return html`<div class="setting model">
    <span class="title" id="model-title">${strings.model}</span>
    <vscode-single-select
      id=${ids.field('model')}
      label=${strings.model}
      ?invalid=${invalid(model, 'model') === 'true'}
      .value=${settings.model}
      @change=${(event: Event & { currentTarget: VscodeSingleSelect }) =>
        actions.pick({ model: event.currentTarget.value })}
    >
      ${known ? nothing : html`<vscode-option value=${settings.model}>${settings.model}</vscode-option>`}
      ${state.capabilities.map(({ id, label }) => html`<vscode-option value=${id}>${label}</vscode-option>`)}
    </vscode-single-select>
  </div>`;
}

/** The aspect drawn to scale, so that it is seen before it is read. */
function shape(aspectRatio: string): TemplateResult | typeof nothing {
  const box = aspectShape(aspectRatio, 14);
  if (box === undefined) return nothing;
  const [x, y] = [(16 - box.width) / 2, (16 - box.height) / 2];
  return html`<svg class="shape" width="16" height="16" aria-hidden="true">
    <rect x=${x} y=${y} width=${box.width} height=${box.height} rx="1" />
  </svg>`;
}
