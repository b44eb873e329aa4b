import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Problem, ProblemField } from '../../shared/problem.ts';
import { icon } from '../page/icon.ts';
import { ids } from './ids.ts';
import { mendView } from './mendView.ts';
import type { ComposerActions, ComposerModel } from './model.ts';
import { shownErrors } from './problems.ts';

/** One line: what kind of thing it is (as icon, and as a word for who does not see it), what it says, and what would mend it. */
export function messageLine(
  kind: 'error' | 'warning' | 'info',
  text: string,
  word?: string,
  mend: TemplateResult | typeof nothing = nothing,
): TemplateResult {
  return html`<span class="message ${kind}">
    ${icon(kind)}
    <span>${word === undefined ? nothing : html`<span class="unseen">${word}: </span>`}${text} ${mend}</span>
  </span>`;
}

/** One line a problem. */
export function problemLines(
  model: ComposerModel,
  actions: ComposerActions,
  problems: readonly Problem[],
): TemplateResult {
  return html`${repeat(
    problems,
    // A button must not turn into that of another problem under the finger that pressed it.
    ({ field, index, message }) => `${field} ${index ?? ''} ${message}`,
    (problem) =>
      messageLine(
        problem.severity,
        problem.message,
        model.strings[problem.severity],
        mendView(model, actions, problem),
      ),
  )}`;
}

/**
 * The place beside a field where its errors stand. The place is always there, a line high, so that nothing moves when one comes, and so
 * that a screen reader hears of it; `help` stands in it meanwhile.
 */
export function problemPlace(
  model: ComposerModel,
  actions: ComposerActions,
  fields: readonly ProblemField[],
  help?: string,
): TemplateResult {
  return html`<div class="problem-place">
    <div role="status">
      ${fields.map((field) => {
        const shown = shownErrors(model, field);
        return shown.length === 0
          ? nothing
          : html`<div id=${ids.problem(field)}>${problemLines(model, actions, shown)}</div>`;
      })}
    </div>
    ${
      help !== undefined && fields.every((field) => shownErrors(model, field).length === 0)
        ? html`<span id=${ids.problem(fields[0] ?? 'prompt')} class="quiet">${help}</span>`
        : nothing
    }
  </div>`;
}

/** `true` for `aria-invalid` where errors are shown at the field. */
export function invalid(model: ComposerModel, field: ProblemField): 'true' | 'false' {
  return shownErrors(model, field).length > 0 ? 'true' : 'false';
}
