import { html, type TemplateResult } from 'lit';
import { icon } from '../page/icon.ts';
import { keys } from './keys.ts';
import type { PreviewActions, PreviewModel } from './model.ts';

/** The overview of the keys, in front of all else while it is open. */
export function keysView({ strings }: PreviewModel, actions: PreviewActions): TemplateResult {
  return html`<dialog class="keys" aria-labelledby="keys-title">
    <header>
      <h2 id="keys-title">${strings.keys.toggleHelp}</h2>
      <button
        type="button"
        class="icon-button"
        title=${strings.close}
        aria-label=${strings.close}
        @click=${() => actions.toggleHelp()}
      >
        ${icon('close')}
      </button>
    </header>
    <dl tabindex="0" aria-label=${strings.keys.toggleHelp} data-own-keys>
      ${keys.acts.map(
        (act) =>
          html`<div>
            <dt><kbd>${keys.shortcut(act).shown}</kbd></dt>
            <dd>${strings.keys[act]}</dd>
          </div>`,
      )}
    </dl>
  </dialog>`;
}
