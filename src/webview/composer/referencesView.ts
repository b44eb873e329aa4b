import { html, nothing, type TemplateResult } from 'lit';
import { classMap } from 'lit/directives/class-map.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Reference } from '../../shared/draft.ts';
import { modeOf } from '../../shared/mode.ts';
import { canSplit, isImage, splits } from '../../shared/plan.ts';
import { icon } from '../page/icon.ts';
import { kindIcon } from '../page/kindIcon.ts';
import { counted, fill } from '../../shared/counted.ts';
import { numberText } from '../../shared/numberText.ts';
import { addView } from './addView.ts';
import { choices } from './choices.ts';
import { dragHandlers } from './dragReferences.ts';
import { ids } from './ids.ts';
import type { ComposerActions, ComposerModel } from './model.ts';
import { needsView } from './needsView.ts';
import { problemLines } from './problemView.ts';
import { shownErrors } from './problems.ts';
import { travelView, uploadBar } from './travelView.ts';

/**
 * The references in their order, the way to add more, and what each of them still needs. While the page is locked how they travel can
 * still be read, so only what can be done to them is shut.
 */
export function referencesView(model: ComposerModel, actions: ComposerActions): TemplateResult {
  const { strings, state, locked } = model;
  const { references } = state.draft;
  const kinds = references.map(({ kind }) => kind);
  return html`<section aria-labelledby="references-title">
    <header class="head">
      <h2 id="references-title">${strings.references}</h2>
      ${canSplit(kinds) ? eachImage(model, actions) : html`<span class="quiet">${strings.mode[state.mode]}</span>`}
    </header>
    <ol class="references">
      ${repeat(
        references,
        ({ id }) => id,
        (reference, index) => card(model, actions, reference, index),
      )}
      <li class="adder" ?inert=${locked}>${addView(model, actions)}</li>
    </ol>
    ${addUrlRow(model, actions)}
    <div class="problem-place" id=${ids.problem('mediaUrls')} ?inert=${locked}>
      <div role="status">${problemLines(model, actions, shownErrors(model, 'mediaUrls'))}</div>
      ${needsView(model, actions)}
    </div>
  </section>`;
}

/** Several images can be one clip or a clip each: it is said which, and what the one would make of them. */
function eachImage(
  { strings, state, plan, locked, language }: ComposerModel,
  actions: ComposerActions,
): TemplateResult {
  const kinds = state.draft.references.map(({ kind }) => kind);
  const images = kinds.filter(isImage).length;
  return html`<div class="each-image" ?inert=${locked}>
    ${choices({
      id: ids.eachImage,
      label: strings.make,
      options: [
        { value: 'one', content: fill(strings.oneClip, strings.mode[modeOf(kinds)]) },
        { value: 'each', content: counted(strings.clipForEach, images, language) },
      ],
      value: plan.eachImage ? 'each' : 'one',
      pick: (value) => actions.plan({ eachImage: value === 'each' }),
    })}
  </div>`;
}

function card(model: ComposerModel, actions: ComposerActions, reference: Reference, index: number): TemplateResult {
  const { strings, state, locked } = model;
  const { id, name } = reference;
  const count = state.draft.references.length;
  const token = state.tokens[index] ?? '';
  const insert = fill(strings.insertToken, token);
  const remove = fill(strings.remove, name);
  const handlers = dragHandlers(state.draft.references, index, token, actions);
  const onKeydown = (event: KeyboardEvent) => {
    if (event.key === 'Delete' || event.key === 'Backspace') actions.remove(id);
    else if (event.shiftKey && event.key === 'ArrowLeft') actions.move(id, Math.max(0, index - 1));
    else if (event.shiftKey && event.key === 'ArrowRight') actions.move(id, Math.min(count - 1, index + 1));
    else return;
    event.preventDefault();
  };
  return html`<li
    class="reference"
    data-reference=${id}
    draggable=${locked ? 'false' : 'true'}
    @keydown=${onKeydown}
    @dragstart=${handlers.start}
    @dragover=${handlers.over}
    @dragleave=${handlers.leave}
    @drop=${handlers.drop}
    @dragend=${handlers.end}
  >
    <div class="frame">
      <button
        type="button"
        class=${classMap({ picture: true, wrong: shownErrors(model, 'mediaUrls', index).length > 0 })}
        id=${ids.picture(index)}
        ?inert=${locked}
        title=${insert}
        aria-label="${index + 1}, ${name}. ${insert}"
        aria-describedby="about-${index} ${ids.problem('mediaUrls', index)}"
        @click=${() => actions.prompt.insertToken(index)}
      >
        ${picture(model, reference)}
        <span class="number" aria-hidden="true">${index + 1}</span>
      </button>
      <button
        type="button"
        class="icon-button remove"
        data-gesture="remove"
        ?inert=${locked}
        title="${remove} (Delete)"
        aria-label=${remove}
        @click=${() => actions.remove(id)}
      >
        ${icon('close')}
      </button>
      ${uploadBar(model, reference)}
    </div>
    <div class="order" ?inert=${locked}>
      ${moveButton(fill(strings.moveLeft, name), 'left', index > 0, () => actions.move(id, index - 1))}
      <span>${roleOf(model, index)}</span>
      ${moveButton(fill(strings.moveRight, name), 'right', index < count - 1, () => actions.move(id, index + 1))}
    </div>
    <div id="about-${index}">
      <div class="name" title=${name}>${name}</div>
      ${travelView(model, reference)}
    </div>
  </li>`;
}

/** Stays focusable at the ends, where it does nothing: focus must not fall off the page while something is moved along. */
function moveButton(label: string, side: 'left' | 'right', possible: boolean, move: () => void): TemplateResult {
  return html`<button
    type="button"
    class="icon-button"
    data-gesture=${side}
    title="${label} (Shift+${side === 'left' ? '←' : '→'})"
    aria-label=${label}
    aria-disabled=${possible ? 'false' : 'true'}
    @click=${() => {
      if (possible) move();
    }}
  >
    ${icon(`chevron-${side}`)}
  </button>`;
}

function picture({ strings, thumbnail }: ComposerModel, { id, kind }: Reference): TemplateResult {
  const { url, text } = thumbnail(id) ?? {};
  if (url !== undefined) return html`<img src=${url} alt="" draggable="false" />`;
  return html`<span class="no-picture" title=${text ?? strings.noPicture}> ${icon(kindIcon(kind))} </span>`;
}

function roleOf({ strings, language, state, plan }: ComposerModel, index: number): string {
  const kinds = state.draft.references.map(({ kind }) => kind);
  if (splits(plan, kinds))
    return isImage(kinds[index])
      ? fill(strings.role.clip, numberText(kinds.slice(0, index + 1).filter(isImage).length, language))
      : strings.role.shared;
  if (state.mode === 'references') return strings.role.reference;
  return index === 0 ? strings.role.first : strings.role.last;
}

function addUrlRow(
  { strings, addingUrl, locked }: ComposerModel,
  actions: ComposerActions,
): TemplateResult | typeof nothing {
  if (!addingUrl) return nothing;
  const add = (input: HTMLInputElement) => {
    const url = input.value.trim();
    if (url === '') return;
    input.value = '';
    actions.addUrl(url);
  };
  return html`<div class="add-url" ?inert=${locked}>
    <label for=${ids.addUrl}>${strings.addUrlLabel}</label>
    <div class="row">
      <input
        id=${ids.addUrl}
        class="grow"
        type="url"
        inputmode="url"
        placeholder="https://"
        spellcheck="false"
        autocomplete="off"
        @keydown=${(event: KeyboardEvent & { currentTarget: HTMLInputElement }) => {
          if (event.key === 'Enter') add(event.currentTarget);
          if (event.key === 'Escape') actions.showAddUrl(false);
        }}
      />
      <vscode-button
        secondary
        @click=${() => {
          const input = document.getElementById(ids.addUrl);
          if (input instanceof HTMLInputElement) add(input);
        }}
        >${strings.add}</vscode-button
      >
    </div>
  </div>`;
}
