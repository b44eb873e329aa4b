import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../page/icon.ts';
import { ids } from './ids.ts';
import type { ComposerActions, ComposerModel } from './model.ts';
import { messageLine, problemLines } from './problemView.ts';
import { warnings } from './problems.ts';

/** What stopped the last Generate, what was changed unasked, and what is worth knowing before it is paid. */
export function messagesView(model: ComposerModel, actions: ComposerActions): TemplateResult {
  const { strings, state, ownNotices } = model;
  const notices = [...state.notices, ...ownNotices];
  return html`<div class="messages">
    <div role="alert">
      ${state.failure === undefined ? nothing : messageLine('error', state.failure, strings.error, failureMend(model, actions))}
    </div>
    <div role="status" class="notices">
      <div class="grow">${notices.map((notice) => messageLine('info', notice))}</div>
      ${
        notices.length === 0
          ? nothing
          : html`<button
              type="button"
              class="icon-button"
              title=${strings.dismiss}
              aria-label=${strings.dismiss}
              @click=${() => actions.dismissNotices()}
            >
              ${icon('close')}
            </button>`
      }
    </div>
    ${problemLines(model, actions, warnings(model))}
  </div>`;
}

/** The button that mends what stopped the last Generate. */
function failureMend({ state }: ComposerModel, actions: ComposerActions): TemplateResult | typeof nothing {
  if (state.failureMend === undefined) return nothing;
  return html`<button type="button" class="link" data-heir=${ids.generate} @click=${() => actions.mendFailure()}>
    ${state.failureMend}
  </button>`;
}
