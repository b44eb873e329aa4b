import { html, nothing, type TemplateResult } from 'lit';
import { line } from '../../../shared/line.ts';
import { icon } from '../../page/icon.ts';
import type { Icon } from '../../page/icons.ts';
import { fill } from '../../../shared/counted.ts';
import { numberText } from '../../../shared/numberText.ts';
import { ids } from '../ids.ts';
import type { ComposerActions, ComposerModel } from '../model.ts';
import { problemLines } from '../problemView.ts';
import { shownErrors } from '../problems.ts';
import { adviceText } from './adviceText.ts';

/**
 * The place below the prompt, always a line high: what is wrong with it, else the way through a template, else the weightiest advice.
 * Advice never stands in the way of anything, so it is one quiet line and counts as no warning.
 */
export function promptLines(model: ComposerModel, actions: ComposerActions): TemplateResult {
  const { strings, language, promptHelp } = model;
  const wrong = shownErrors(model, 'prompt');
  const { place } = promptHelp;
  return html`<div class="problem-place">
    <div role="status">
      ${wrong.length === 0 ? nothing : html`<div id=${ids.problem('prompt')}>${problemLines(model, actions, wrong)}</div>`}
      ${place === undefined ? nothing : quietLine('symbol-snippet', fill(strings.place, numberText(place.at, language), numberText(place.count, language), line(place.name, 60)))}
    </div>
    ${wrong.length > 0 || place !== undefined ? nothing : adviceLine(model)}
    ${promptHelp.replaced ? replacedLine(model, actions) : nothing}
  </div>`;
}

function adviceLine({ strings, verdict, language }: ComposerModel): TemplateResult | typeof nothing {
  const [advice] = verdict.advice;
  if (advice === undefined) return nothing;
  return html`<div id=${ids.advice}>${quietLine('lightbulb', adviceText(strings.advice, advice, language))}</div>`;
}

function replacedLine({ strings }: ComposerModel, actions: ComposerActions): TemplateResult {
  const { prompt } = actions;
  return html`<div class="replaced">
    ${quietLine(
      'discard',
      html`${strings.replaced}
        <button type="button" class="link" data-heir=${ids.prompt} @click=${() => prompt.putBack()}>
          ${strings.putBack}
        </button>`,
    )}
    <button
      type="button"
      class="icon-button"
      data-heir=${ids.prompt}
      title=${strings.dismiss}
      aria-label=${strings.dismiss}
      @click=${() => prompt.forgetReplaced()}
    >
      ${icon('close')}
    </button>
  </div>`;
}

function quietLine(name: Icon, content: TemplateResult | string): TemplateResult {
  return html`<span class="message quiet">${icon(name)}<span>${content}</span></span>`;
}
