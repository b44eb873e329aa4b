import { html, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { icon } from '../page/icon.ts';

export interface IconButton {
  readonly name: string;
  readonly label: string;
  /** Shown in the place of the label, to which more belongs. */
  readonly title?: string;
  readonly shortcut?: string;
  /** Left out: not a switch. */
  readonly pressed?: boolean;
  readonly enabled?: boolean;
  readonly act: () => void;
}

/** A button that is an icon. What is not possible now says why in its title. */
export function iconButton(button: IconButton): TemplateResult {
  const { name, label, title = label, shortcut, pressed, enabled = true, act } = button;
  return html`<button
    type="button"
    class="icon-button"
    title=${enabled && shortcut !== undefined ? `${title} (${shortcut})` : title}
    aria-label=${label}
    aria-keyshortcuts=${ifDefined(shortcut === undefined ? undefined : (ariaNames[shortcut] ?? shortcut))}
    aria-pressed=${ifDefined(pressed)}
    aria-disabled=${enabled ? 'false' : 'true'}
    @click=${() => {
      if (enabled) act();
    }}
  >
    ${icon(name)}
  </button>`;
}

const ariaNames: Readonly<Partial<Record<string, string>>> = { '←': 'ArrowLeft', '→': 'ArrowRight' };
