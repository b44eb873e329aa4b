import { html, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { icon } from '../page/icon.ts';
import { ariaKey, shownKey, type KeyAct } from './keys.ts';
import type { PreviewActions } from './model.ts';

export interface IconButton {
  /** What it does, as its key does. */
  readonly act: KeyAct;
  readonly label: string;
  /** Of a codicon, or a sign that says more than any of them. */
  readonly face: { readonly icon: string } | { readonly sign: string };
  /** Left out: not a switch. */
  readonly pressed?: boolean;
  readonly enabled?: boolean;
}

/** A control that is a picture, with its name and its key in its tooltip. */
export function iconButton(
  { act, label, face, pressed, enabled = true }: IconButton,
  actions: PreviewActions,
): TemplateResult {
  return html`<button
    type="button"
    class="icon-button"
    title=${enabled ? `${label} (${shownKey(act)})` : label}
    aria-label=${label}
    aria-keyshortcuts=${ariaKey(act)}
    aria-pressed=${ifDefined(pressed)}
    aria-disabled=${enabled ? 'false' : 'true'}
    @click=${() => {
      if (enabled) actions[act]();
    }}
  >
    ${'icon' in face ? icon(face.icon) : html`<span class="sign" aria-hidden="true">${face.sign}</span>`}
  </button>`;
}
