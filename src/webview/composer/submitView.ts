import '@vscode-elements/elements/dist/vscode-button/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../page/icon.ts';
import { counted, fill } from '../page/words.ts';
import { ids } from './ids.ts';
import type { ComposerActions, ComposerModel } from './model.ts';
import { errors, warnings } from './problems.ts';

/** What it may cost, where it goes, and the one button that spends, or that stops while nothing is spent yet. */
export function submitView(model: ComposerModel, actions: ComposerActions): TemplateResult {
  const { strings, state, mac } = model;
  return html`<footer class="submit">
    <div class="grow">
      <div class="numbers" id="price">${state.price}</div>
      ${warningCount(model)}
      ${state.sandbox ? nothing : html`<div class="quiet">${fill(strings.sentTo, state.host)}</div>`}
    </div>
    ${button(model, actions, mac ? '⌘Enter' : 'Ctrl+Enter')}
  </footer>`;
}

/** Warnings may be out of sight on a small page, and this row never is. */
function warningCount(model: ComposerModel): TemplateResult | typeof nothing {
  const { length } = warnings(model);
  if (length === 0) return nothing;
  return html`<button type="button" class="link warning-count" @click=${showMessages}>
    ${icon('warning')}${counted(model.strings.warnings, length, model.language)}
  </button>`;
}

/** Brings what is worth knowing into sight. */
export function showMessages(): void {
  document.querySelector('.messages')?.scrollIntoView({ block: 'nearest' });
}

function button(model: ComposerModel, actions: ComposerActions, shortcut: string): TemplateResult {
  const { strings, mac } = model;
  const { face, title, disabled } = standing(model, shortcut);
  return html`<vscode-button
    id=${ids.generate}
    class="generate ${face}"
    title=${title}
    aria-disabled=${disabled ? 'true' : 'false'}
    aria-describedby="price"
    aria-keyshortcuts=${face === 'stop' ? nothing : mac ? 'Meta+Enter' : 'Control+Enter'}
    @click=${({ detail }: MouseEvent) => {
      // The second click of a double one was not meant for what the first has put in its place.
      if (detail > 1) return;
      if (face === 'stop') actions.stop();
      else actions.generate();
    }}
  >
    <span class="faces">
      <span class="face for-idle">
        ${strings.generate}<span class="shortcut" aria-hidden="true">${shortcut}</span>
      </span>
      <span class="face for-stop">${icon('debug-stop')}${strings.stop}</span>
      <span class="face for-sending">${icon('loading')}${strings.sending}</span>
    </span>
  </vscode-button>`;
}

/** What the button does now; `disabled` with the reason as its title. */
function standing(
  { strings, state, locked, stopping, copying }: ComposerModel,
  shortcut: string,
): { face: 'idle' | 'stop' | 'sending'; title: string; disabled: boolean } {
  if (state.phase === 'uploading') return { face: 'stop', title: strings.stopHelp, disabled: stopping };
  if (locked) return { face: 'sending', title: strings.sending, disabled: true };
  const reason = errors({ state })[0]?.message ?? (copying.size > 0 ? strings.copying : undefined);
  return { face: 'idle', title: reason ?? `${strings.generate} (${shortcut})`, disabled: reason !== undefined };
}
