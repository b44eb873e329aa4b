import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { icon } from '../page/icon.ts';
import { counted, fill } from '../../shared/counted.ts';
import { numberText } from '../../shared/numberText.ts';
import { actionsView } from './actionsView.ts';
import { dayText } from './days.ts';
import type { LibraryActions, LibraryModel } from './model.ts';
import { choicesOf, isFiltered, orders, stateFilters, type Query } from './query.ts';

/** The bar above the cards: what is searched, how it is sorted, how many there are and what can be done with those selected. */
export function barView(model: LibraryModel, actions: LibraryActions): TemplateResult {
  return html`<header class="bar">
    <h1 class="unseen">${model.strings.title}</h1>
    ${searchView(model, actions)} ${filtersView(model, actions)}
    <div class="line">
      <p class="count numbers" role="status">${countText(model)}</p>
      ${actionsView(model, actions)}
    </div>
  </header>`;
}

function searchView({ strings, query }: LibraryModel, actions: LibraryActions): TemplateResult {
  return html`<div class="search" role="search">
    ${icon('search')}
    <input
      id="search"
      type="text"
      autocomplete="off"
      spellcheck="false"
      aria-label=${strings.search}
      placeholder=${strings.search}
      .value=${live(query.text)}
      @input=${(event: InputEvent & { currentTarget: HTMLInputElement }) =>
        actions.ask({ text: event.currentTarget.value })}
    />
    ${
      query.text === ''
        ? nothing
        : html`<button
            class="icon-button"
            title=${strings.clear}
            aria-label=${strings.clear}
            @click=${() => actions.ask({ text: '' })}
          >
            ${icon('close')}
          </button>`
    }
  </div>`;
}

function filtersView(model: LibraryModel, actions: LibraryActions): TemplateResult {
  const { strings, query, all, language } = model;
  const { model: models, folder, day } = choicesOf(all.values(), language);
  const counts = (choices: ReadonlyMap<string, number>, text = (value: string) => value) =>
    [...choices].map(([value, count]) => ({ value, text: `${text(value)} (${numberText(count, language)})` }));
  const one = { actions, query };
  return html`<div class="filters" role="group" aria-label=${strings.filters}>
    ${choice(
      'state',
      strings.state,
      strings.anyState,
      one,
      stateFilters.map((value) => ({ value, text: strings.states[value] })),
    )}
    ${choice('model', strings.model, strings.anyModel, one, counts(models))}
    ${choice(
      'day',
      strings.day,
      strings.anyDay,
      one,
      counts(day, (value) => dayText(value, language)),
    )}
    ${choice('folder', strings.folder, strings.anyFolder, one, counts(folder))}
    <button
      class="icon-button"
      id="reset"
      title=${strings.reset}
      aria-label=${strings.reset}
      aria-disabled=${String(!isFiltered(query))}
      @click=${() => isFiltered(query) && actions.ask({ text: '', model: '', state: '', day: '', folder: '' })}
    >
      ${icon('clear-all')}
    </button>
    <span class="grow"></span>
    ${choice(
      'order',
      strings.sort,
      undefined,
      one,
      orders.map((value) => ({ value, text: strings.orders[value] })),
    )}
  </div>`;
}

interface Option {
  readonly value: string;
  readonly text: string;
}

/** A native list, as VS Code has where the system draws it: keyboard and screen reader are at home in it. `any`: what stands for all. */
function choice(
  field: keyof Query,
  label: string,
  any: string | undefined,
  { query, actions }: { readonly query: Query; readonly actions: LibraryActions },
  options: readonly Option[],
): TemplateResult {
  const value = query[field];
  // What was chosen stays so when the last clip of it goes.
  const isKnown = value === '' || options.some((option) => option.value === value);
  const shown = isKnown ? options : [...options, { value, text: value }];
  return html`<span class="choice">
    <select
      id=${field}
      title=${label}
      aria-label=${label}
      class=${any !== undefined && value !== '' ? 'chosen' : ''}
      .value=${live(value)}
      @change=${(event: Event & { currentTarget: HTMLSelectElement }) =>
        actions.ask({ [field]: event.currentTarget.value })}
    >
      ${any === undefined ? nothing : html`<option value="" ?selected=${value === ''}>${any}</option>`}
      ${shown.map((each) => html`<option value=${each.value} ?selected=${each.value === value}>${each.text}</option>`)}
    </select>
    ${icon('chevron-down')}
  </span>`;
}

function countText({ strings, shown, all, language, selection, query }: LibraryModel): string {
  const clips = counted(strings.clips, all.size, language);
  const count = isFiltered(query) ? fill(strings.ofAll, numberText(shown.length, language), clips) : clips;
  const { size } = selection.selected;
  return size === 0 ? count : `${count} · ${counted(strings.selected, size, language)}`;
}
