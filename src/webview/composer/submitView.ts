import '@vscode-elements/elements/dist/vscode-button/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../page/icon.ts';
import { fill } from '../page/words.ts';
import { ids } from './ids.ts';
import type { ComposerActions, ComposerModel } from './model.ts';
import { errors } from './problems.ts';

/** What it may cost, where it goes, and the one button that spends. */
export function submitView(model: ComposerModel, actions: ComposerActions): TemplateResult {
  const { strings, state, mac, locked } = model;
  const reason = errors(model)[0]?.message;
  const shortcut = mac ? '⌘Enter' : 'Ctrl+Enter';
  const title = locked ? strings.sending : (reason ?? `${strings.generate} (${shortcut})`);
  return html`<footer class="submit">
    <div class="grow">
      <div class="numbers" id="price">${state.price}</div>
      ${state.sandbox ? nothing : html`<div class="quiet">${fill(strings.sentTo, state.host)}</div>`}
    </div>
    <vscode-button
      id=${ids.generate}
      class="generate ${locked ? 'sending' : ''}"
      title=${title}
      aria-disabled=${locked || reason !== undefined ? 'true' : 'false'}
      aria-describedby="price"
      aria-keyshortcuts=${mac ? 'Meta+Enter' : 'Control+Enter'}
      @click=${() => actions.generate()}
    >
      <span class="faces">
        <span class="face idle">${strings.generate}<span class="shortcut" aria-hidden="true">${shortcut}</span></span>
        <span class="face busy">${icon('loading')}${strings.sending}</span>
      </span>
    </vscode-button>
  </footer>`;
}
