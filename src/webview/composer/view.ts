import '@vscode-elements/elements/dist/vscode-badge/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import { advancedView } from './advancedView.ts';
import { messagesView } from './messagesView.ts';
import type { ComposerActions, ComposerModel } from './model.ts';
import { promptView } from './promptView.ts';
import { referencesView } from './referencesView.ts';
import { sendingText } from './sendingText.ts';
import { settingsView } from './settingsView.ts';
import { submitView } from './submitView.ts';

/** The whole page. */
export function composerView(model: ComposerModel, actions: ComposerActions): TemplateResult {
  const { strings, state, locked, announcement } = model;
  return html`<div class="composer">
    <h1 class="unseen">${strings.title}</h1>
    ${
      state.sandbox
        ? html`<p class="sandbox">
            <vscode-badge>${strings.sandboxMark}</vscode-badge><span class="quiet">${strings.sandboxHelp}</span>
          </p>`
        : nothing
    }
    ${state.origin === undefined ? nothing : html`<p class="quiet comes-from">${state.origin}</p>`}
    ${referencesView(model, actions)}
    <div ?inert=${locked}>
      ${promptView(model, actions)} ${settingsView(model, actions)} ${advancedView(model, actions)}
      ${messagesView(model, actions)}
    </div>
    ${submitView(model, actions)}
    <p class="unseen" role="status">${locked ? sendingText(model) : announcement}</p>
  </div>`;
}
