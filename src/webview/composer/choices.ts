import { html, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { ProblemField } from '../../shared/problem.ts';
import { ids } from './ids.ts';

/** One of few, all of them in sight. */
export interface Choices {
  readonly field: ProblemField;
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly content: TemplateResult | string }[];
  readonly value: string;
  readonly invalid: 'true' | 'false';
  readonly pick: (value: string) => void;
}

/** Native radio buttons, drawn as a row of toggles: arrow keys, names and states come with them. */
export function choices({ field, label, options, value, invalid, pick }: Choices): TemplateResult {
  return html`<div
    class="setting"
    role="radiogroup"
    id=${ids.field(field)}
    aria-labelledby="${field}-title"
    aria-describedby=${ids.problem(field)}
    aria-invalid=${invalid}
  >
    <span class="title" id="${field}-title">${label}</span>
    <div class="choices">
      ${options.map(
        (option) =>
          html`<label class="choice">
            <input
              type="radio"
              class="unseen"
              name=${field}
              value=${option.value}
              .checked=${live(option.value === value)}
              @change=${() => pick(option.value)}
            />
            ${option.content}
          </label>`,
      )}
    </div>
  </div>`;
}
