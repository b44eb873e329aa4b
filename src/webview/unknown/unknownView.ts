import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import type { Fact } from '../../shared/previewMessages.ts';
import type { UnknownStrings } from '../../shared/strings/unknown.ts';
import type { UnknownAction, UnknownState } from '../../shared/unknownMessages.ts';
import { icon } from '../page/icon.ts';

export interface UnknownModel {
  readonly strings: UnknownStrings;
  readonly state: UnknownState;
  /** What was just done. */
  readonly done: string;
}

export interface UnknownActions {
  ask(action: UnknownAction): void;
  setWithPrompt(wanted: boolean): void;
}

/** The page: what is known, what is not, and the ways on. Once an answer came, the way to the job instead. */
export function unknownView({ strings, state, done }: UnknownModel, actions: UnknownActions): TemplateResult {
  return html`<div class="unknown">
    <header>
      <h1>${state.title}</h1>
      <p class="summary" role="status">${icon(state.open ? 'question' : 'info')}<span>${state.summary}</span></p>
    </header>
    ${state.open ? waysOn(strings, done, actions) : button(actions, 'showJob', strings.showJob, true)}
    ${section(strings.known, facts(state.known))}
    ${state.open ? section(strings.notKnown, html`<p>${state.notKnown}</p>`) : nothing}
    ${section(strings.sent, facts(state.sent))}
    <details>
      <summary>${strings.details}</summary>
      ${facts(state.details)}
    </details>
  </div>`;
}

function waysOn(strings: UnknownStrings, done: string, actions: UnknownActions): TemplateResult {
  return section(
    strings.next,
    html`<ul class="ways">
      <li>
        <h3>${strings.ask}</h3>
        <p class="quiet" id="ask-help">${strings.askHelp}</p>
        <div class="row">
          ${button(actions, 'copyMessage', strings.copyMessage, true, 'ask-help')}
          <vscode-checkbox
            label=${strings.withPrompt}
            @change=${(event: Event & { currentTarget: HTMLInputElement }) =>
              actions.setWithPrompt(event.currentTarget.checked)}
          ></vscode-checkbox>
        </div>
        <div class="row">
          ${button(actions, 'copyId', strings.copyId, false, 'ask-help')}
          <span class="quiet" role="status">${done}</span>
        </div>
      </li>
      <li>
        <div class="row">${button(actions, 'forget', strings.forget, false, 'forget-help')}</div>
        <p class="quiet" id="forget-help">${strings.forgetHelp}</p>
      </li>
      <li>
        <div class="row">${button(actions, 'again', strings.again, false, 'again-help')}</div>
        <p class="quiet" id="again-help">${strings.againHelp}</p>
      </li>
    </ul>`,
  );
}

function button(
  actions: UnknownActions,
  action: UnknownAction,
  label: string,
  primary: boolean,
  help?: string,
): TemplateResult {
  return html`<vscode-button
    ?secondary=${!primary}
    aria-describedby=${help ?? nothing}
    @click=${() => actions.ask(action)}
    >${label}</vscode-button
  >`;
}

function section(title: string, content: TemplateResult): TemplateResult {
  return html`<section>
    <h2>${title}</h2>
    ${content}
  </section>`;
}

function facts(list: readonly Fact[]): TemplateResult {
  return html`<dl>
    ${list.map(
      ({ name, value, wide }) =>
        html`<div class=${wide === true ? 'fact wide' : 'fact'}>
          <dt class="quiet">${name}</dt>
          <dd class="numbers">${value}</dd>
        </div>`,
    )}
  </dl>`;
}
