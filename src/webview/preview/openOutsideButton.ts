import '@vscode-elements/elements/dist/vscode-button/index.js';
import { html, type TemplateResult } from 'lit';
import type { PreviewActions, PreviewModel } from './model.ts';

/** The way out of what this page cannot show or play: the player outside. Where there is none, it says why. */
export function openOutsideButton({ strings, state }: PreviewModel, actions: PreviewActions): TemplateResult {
  const reason = state.disabled.openOutside;
  return html`<vscode-button
    secondary
    title=${reason ?? strings.action.openOutside}
    aria-disabled=${reason === undefined ? 'false' : 'true'}
    @click=${() => {
      if (reason === undefined) actions.ask('openOutside');
    }}
    >${strings.action.openOutside}</vscode-button
  >`;
}
