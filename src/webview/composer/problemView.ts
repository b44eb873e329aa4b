import { html, nothing, type TemplateResult } from 'lit';
import type { Problem, ProblemField } from '../../shared/problem.ts';
import { icon } from '../page/icon.ts';
import { ids } from './ids.ts';
import type { ComposerModel } from './model.ts';
import { shownErrors } from './problems.ts';

/** One line: what kind of thing it is (as icon, and as a word for who does not see it), and what it says. */
export function messageLine(kind: 'error' | 'warning' | 'info', text: string, word?: string): TemplateResult {
  return html`<span class="message ${kind}">
    ${icon(kind)}
    <span>${word === undefined ? nothing : html`<span class="unseen">${word}: </span>`}${text}</span>
  </span>`;
}

/**
 * The place beside a field where its errors stand. The place is always there, a line high, so that nothing moves when one comes;
 * `help` stands in it meanwhile.
 */
export function problemPlace(model: ComposerModel, fields: readonly ProblemField[], help?: string): TemplateResult {
  return html`<div class="problem-place">
    ${fields.map((field) => {
      const shown = shownErrors(model, field);
      return shown.length === 0
        ? nothing
        : html`<div id=${ids.problem(field)}>${shown.map((problem) => errorLine(model, problem))}</div>`;
    })}
    ${
      help !== undefined && fields.every((field) => shownErrors(model, field).length === 0)
        ? html`<span id=${ids.problem(fields[0] ?? 'prompt')} class="quiet">${help}</span>`
        : nothing
    }
  </div>`;
}

export function errorLine({ strings }: ComposerModel, { message }: Problem): TemplateResult {
  return messageLine('error', message, strings.error);
}

/** `true` for `aria-invalid` where errors are shown at the field. */
export function invalid(model: ComposerModel, field: ProblemField, index?: number): 'true' | 'false' {
  return shownErrors(model, field, index).length > 0 ? 'true' : 'false';
}
