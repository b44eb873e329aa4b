import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import type { Reference } from '../../shared/draft.ts';
import { fill } from '../../shared/counted.ts';
import { percent } from '../page/percent.ts';
import type { ComposerModel } from './model.ts';

/** How a reference gets to the service, or how far it is on its way. Its place is the same for every text, so nothing below moves. */
export function travelView({ strings, state, language }: ComposerModel, { id }: Reference): TemplateResult {
  const { text = '', detail, progress } = state.travel.find(({ referenceId }) => referenceId === id) ?? {};
  const shown = progress === undefined ? text : fill(strings.underWay, percent(progress, language));
  return html`<div class="travel numbers" title=${[shown, detail].filter(Boolean).join('\n')}>
    <div class="travel-text">${shown}</div>
    ${detail === undefined ? nothing : html`<span class="unseen">${detail}</span>`}
  </div>`;
}

/** The thin bar at the foot of a picture while it is uploaded. */
export function uploadBar({ strings, state }: ComposerModel, { id, name }: Reference): TemplateResult | typeof nothing {
  const progress = state.travel.find(({ referenceId }) => referenceId === id)?.progress;
  if (progress === undefined) return nothing;
  return html`<vscode-progress-bar
    class="upload-bar"
    aria-label=${fill(strings.uploading, name)}
    .value=${progress * 100}
  ></vscode-progress-bar>`;
}
