import { html, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { icon } from './icon.ts';
import type { Icon } from './icons.ts';
import type { Shortcut } from './keys.ts';

export interface IconButton {
  /** Of a codicon, or a sign that says more than any of them. */
  readonly face: { readonly icon: Icon } | { readonly sign: string };
  readonly label: string;
  /** Shown in the place of the label, to which more belongs. */
  readonly title?: string;
  /** The key that does the same. */
  readonly shortcut?: Shortcut;
  /** Left out: not a switch. */
  readonly pressed?: boolean;
  /** What is not possible now says why in its title. */
  readonly enabled?: boolean;
  readonly press: () => void;
}

/** A control that is a picture, with its name and its key in its tooltip. */
export function iconButton(button: IconButton): TemplateResult {
  const { face, label, title = label, shortcut, pressed, enabled = true, press } = button;
  return html`<button
    type="button"
    class="icon-button"
    title=${enabled && shortcut !== undefined ? `${title} (${shortcut.shown})` : title}
    aria-label=${label}
    aria-keyshortcuts=${ifDefined(shortcut?.aria)}
    aria-pressed=${ifDefined(pressed)}
    aria-disabled=${enabled ? 'false' : 'true'}
    @click=${() => {
      if (enabled) press();
    }}
  >
    ${'icon' in face ? icon(face.icon) : html`<span class="sign" aria-hidden="true">${face.sign}</span>`}
  </button>`;
}
