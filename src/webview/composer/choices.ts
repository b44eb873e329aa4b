import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';

/** One of few, all of them in sight. */
export interface Choices {
  readonly id: string;
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly content: TemplateResult | string }[];
  readonly value: string;
  /** Id of what is said of it. */
  readonly describedBy?: string;
  readonly invalid?: 'true' | 'false';
  readonly pick: (value: string) => void;
}

/** Native radio buttons, drawn as a row of toggles: arrow keys, names and states come with them. */
export function choices({ id, label, options, value, describedBy, invalid, pick }: Choices): TemplateResult {
  return html`<div
    class="setting"
    role="radiogroup"
    id=${id}
    aria-labelledby="${id}-title"
    aria-describedby=${describedBy ?? nothing}
    aria-invalid=${invalid ?? nothing}
  >
    <span class="title" id="${id}-title">${label}</span>
    <div class="choices">
      ${options.map(
        (option) =>
          html`<label class="choice">
            <input
              type="radio"
              class="unseen"
              name=${id}
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
