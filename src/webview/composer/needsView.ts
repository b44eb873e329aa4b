import '@vscode-elements/elements/dist/vscode-button/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Reference } from '../../shared/draft.ts';
import { icon } from '../page/icon.ts';
import { fill } from '../../shared/counted.ts';
import { ids } from './ids.ts';
import type { ComposerActions, ComposerModel } from './model.ts';
import { reasonsOf } from './needs.ts';
import { problemLines } from './problemView.ts';
import { shownErrors } from './problems.ts';
import { sentences } from '../../shared/sentences.ts';

/** What the references still need: each its public URL and what is wrong with it, then what was tried and what would help them all. */
export function needsView(model: ComposerModel, actions: ComposerActions): TemplateResult {
  // A screen reader hears of what comes into a place that was there before it: not all of it again, as there are fields among it.
  return html`<div class="needs" aria-live="polite">
      ${repeat(
        model.state.draft.references,
        ({ id }) => id,
        (reference, index) => need(model, actions, reference, index),
      )}
    </div>
    ${hosting(model, actions)}`;
}

function need(
  model: ComposerModel,
  actions: ComposerActions,
  reference: Reference,
  index: number,
): TemplateResult | typeof nothing {
  const shown = shownErrors(model, 'mediaUrls', index);
  const takesUrl = model.needs.get(reference.id)?.takesUrl === true;
  if (!takesUrl && shown.length === 0) return nothing;
  return html`<div class="need">
    <span class="number" aria-hidden="true">${index + 1}</span>
    <div class="grow">
      ${takesUrl ? urlField(model, actions, reference, index) : nothing}
      <div class="need-problem" id=${ids.problem('mediaUrls', index)}>${problemLines(model, actions, shown)}</div>
    </div>
  </div>`;
}

function urlField(model: ComposerModel, actions: ComposerActions, reference: Reference, index: number): TemplateResult {
  const id = ids.publicUrl(index);
  // What can be mended is wrong with the file itself, not with its URL.
  const wrong = shownErrors(model, 'mediaUrls', index).some(({ mend }) => mend === undefined);
  return html`<label for=${id}>${fill(model.strings.publicUrl, reference.name)}</label>
    <input
      id=${id}
      type="url"
      inputmode="url"
      placeholder="https://"
      spellcheck="false"
      autocomplete="off"
      .value=${live(model.typedUrls.get(reference.id) ?? reference.publicUrl ?? usedBefore(model, reference))}
      aria-describedby="${ids.problem('mediaUrls', index)} ${ids.tried}"
      aria-invalid=${wrong ? 'true' : 'false'}
      @input=${(event: InputEvent & { currentTarget: HTMLInputElement }) =>
        actions.typePublicUrl(reference.id, event.currentTarget.value)}
      @blur=${() => actions.flush()}
    />`;
}

/** The URL that was typed for the same content before: it can be changed here. */
function usedBefore({ state }: ComposerModel, { id }: Reference): string {
  return state.travel.find(({ referenceId }) => referenceId === id)?.typedUrl ?? '';
}

/** Said once however many references are stuck: why each way is closed, and how to open one. */
function hosting({ strings, state, needs }: ComposerModel, actions: ComposerActions): TemplateResult | typeof nothing {
  const stuck = [...needs.values()].filter((need) => need.stuck).length;
  if (stuck === 0) return nothing;
  // Most often they share them: then a sentence or two is calmer than a list.
  const reasons = reasonsOf(needs);
  const sameForAll = reasons.every(({ references }) => references.length === stuck);
  const numberOf = (id: string) => 1 + state.draft.references.findIndex((reference) => reference.id === id);
  return html`<div class="hosting">
    <div id=${ids.tried} class="quiet grow">
      ${
        reasons.length === 0
          ? nothing
          : sameForAll
            ? sentences([strings.tried, ...reasons.map(({ text }) => text)])
            : html`${strings.tried}
                <ul class="reasons">
                  ${reasons.map(
                    ({ text, references }) =>
                      html`<li>
                        <span class="of"
                          >${references.map((id) => html`<span class="number">${numberOf(id)}</span>`)}</span
                        >
                        <span>${text}</span>
                      </li>`,
                  )}
                </ul>`
      }
    </div>
    <vscode-button secondary @click=${() => actions.setUpHosting()}
      ><span slot="content-before">${icon('cloud-upload')}</span>${strings.setUpHosting}</vscode-button
    >
  </div>`;
}
