import '@vscode-elements/elements/dist/vscode-button/index.js';
import { html, type TemplateResult } from 'lit';
import type { PreviewAction } from '../../shared/previewMessages.ts';
import type { PreviewActions, PreviewModel } from './model.ts';

/** A way out of what this page cannot show or play. Where it is closed, it says why. */
export function wayButton(
  { strings, state }: PreviewModel,
  actions: PreviewActions,
  way: PreviewAction,
  { isFirst = false } = {},
): TemplateResult {
  const reason = state.disabled[way];
  return html`<vscode-button
    ?secondary=${!isFirst}
    title=${reason ?? strings.action[way]}
    aria-disabled=${reason === undefined ? 'false' : 'true'}
    @click=${() => {
      if (reason === undefined) actions.ask(way);
    }}
    >${strings.action[way]}</vscode-button
  >`;
}
