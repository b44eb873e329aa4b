import '@vscode-elements/elements/dist/vscode-badge/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import type { Fact, PreviewAction, ReferencesFact } from '../../shared/previewMessages.ts';
import { icon } from '../page/icon.ts';
import type { Icon } from '../page/icons.ts';
import { number } from '../page/number.ts';
import { fill } from '../../shared/counted.ts';
import { framesView } from './framesView.ts';
import { referencesView } from './referencesView.ts';
import { relatedView } from './relatedView.ts';
import type { PreviewActions, PreviewModel } from './model.ts';
import { timelineDuration } from './moment.ts';

/** The quiet column: what the clip is, what it was made from, and what can be done with it. */
export function factsView(model: PreviewModel, actions: PreviewActions): TemplateResult {
  const { strings, state } = model;
  return html`<aside class="facts" aria-label=${strings.facts} tabindex="0" data-own-keys="column">
    <header>
      <h1>${state.title}</h1>
      ${
        state.sandbox
          ? html`<p class="sandbox">
              <vscode-badge>${strings.sandboxMark}</vscode-badge><span class="quiet">${strings.sandboxHelp}</span>
            </p>`
          : nothing
      }
    </header>
    <div class="actions">${actionIcons.map(([action, name]) => actionButton(model, actions, action, name))}</div>
    ${framesView(model, actions)} ${relatedView(model, actions)}
    <dl>${[...state.facts, ...fileFacts(model)].map((each) => factView(model, actions, each))}</dl>
  </aside>`;
}

/** The actions in their order on the page, with their icons. */
const actionIcons: readonly (readonly [PreviewAction, Icon])[] = [
  ['again', 'refresh'],
  ['compare', 'split-horizontal'],
  ['reveal', 'folder-opened'],
  ['openOutside', 'link-external'],
  ['copyPath', 'copy'],
];

function actionButton({ strings, state }: PreviewModel, actions: PreviewActions, action: PreviewAction, name: Icon) {
  const reason = state.disabled[action];
  return html`<button
    type="button"
    class="action"
    title=${reason ?? strings.action[action]}
    aria-disabled=${reason === undefined ? 'false' : 'true'}
    @click=${() => {
      if (reason === undefined) actions.ask(action);
    }}
  >
    ${icon(name)}<span>${strings.action[action]}</span>
  </button>`;
}

/** What the file says of itself. The lines are there before they are known, so that nothing moves. */
function fileFacts(model: PreviewModel): Fact[] {
  const { strings, clip, frames } = model;
  const duration = timelineDuration(model);
  const rate = frames === undefined ? '–' : number(frames.rate, 2);
  return [
    { name: strings.size, value: clip === undefined ? '–' : `${clip.width} × ${clip.height}` },
    { name: strings.length, value: duration === 0 ? '–' : fill(strings.seconds, number(duration, 1, 1)) },
    {
      name: strings.frameRate,
      value: frames === undefined ? '–' : fill(frames.isVariable ? strings.variableRate : strings.steadyRate, rate),
    },
  ];
}

function factView(model: PreviewModel, actions: PreviewActions, fact: Fact | ReferencesFact): TemplateResult {
  if ('references' in fact)
    return html`<div class="fact wide">
      <dt>${fact.name}</dt>
      ${referencesView(model, fact.references)}
    </div>`;
  const { name, value, wide, job } = fact;
  const text =
    job === undefined
      ? value
      : html`<button type="button" class="link" @click=${() => actions.open(job)}>${value}</button>`;
  return html`<div class=${wide === true ? 'fact wide' : 'fact'}>
    <dt>${name}</dt>
    <dd class="numbers">${text}</dd>
  </div>`;
}
