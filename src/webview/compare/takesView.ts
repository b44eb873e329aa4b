import '@vscode-elements/elements/dist/vscode-progress-ring/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import { classMap } from 'lit/directives/class-map.js';
import { ifDefined } from 'lit/directives/if-defined.js';
import { repeat } from 'lit/directives/repeat.js';
import { icon } from '../page/icon.ts';
import { fill } from '../../shared/counted.ts';
import { captionView } from './captionView.ts';
import { dividerView } from './dividerView.ts';
import { pairOf, type CompareActions, type CompareModel, type Shown } from './model.ts';

/**
 * The pictures, each with the line below it. They stay where they are in the page in all layouts: what is only moved about by its style
 * goes on playing.
 */
export function takesView(model: CompareModel, actions: CompareActions): TemplateResult {
  const { view, shown, columns, strings } = model;
  const pair = view.layout === 'side' ? undefined : pairOf(model);
  const layout = pair === undefined ? 'side' : view.layout;
  const classes = classMap({ takes: true, [layout]: true, 'actual-size': view.actualSize });
  return html`<div class=${classes} data-columns=${columns}>
    ${repeat(
      shown,
      ({ take }) => take.id,
      (each) => takeView(model, actions, each, pair),
    )}
    ${layout === 'wipe' && pair !== undefined ? dividerView(model, actions, pair) : nothing}
    ${
      layout === 'difference' && pair !== undefined
        ? html`<span class="unseen">${fill(strings.differenceOf, pair.left.letter, pair.right.letter)}</span>`
        : nothing
    }
  </div>`;
}

type Pair = ReturnType<typeof pairOf>;

function takeView(model: CompareModel, actions: CompareActions, shown: Shown, pair: Pair): TemplateResult {
  const { strings } = model;
  const { letter, take, screen } = shown;
  // What is larger than its place is moved about in by keys as well.
  const scrolls = pair === undefined && model.view.actualSize;
  const classes = classMap({
    take: true,
    left: shown === pair?.left,
    right: shown === pair?.right,
    aside: pair !== undefined && shown !== pair.left && shown !== pair.right,
    keeper: take.verdict === 'keeper',
    rejected: take.verdict === 'rejected',
    failed: screen.loading === 'failed',
  });
  return html`<div class=${classes} role="group" aria-label="${fill(strings.take, letter)}: ${take.name}">
    <div
      class="picture"
      data-own-keys="picture"
      tabindex=${ifDefined(scrolls ? 0 : undefined)}
      @click=${() => actions.togglePlay()}
    >
      ${repeat(
        screen.videos,
        (video) => video,
        (video) => video,
      )}
      ${over(model, actions, shown)}
    </div>
    <span class="unseen" role="status">${screen.loading === 'loading' ? strings.loading : ''}</span>
    ${captionView(model, actions, shown)}
  </div>`;
}

function over(
  { strings }: CompareModel,
  actions: CompareActions,
  { letter, take, screen }: Shown,
): TemplateResult | typeof nothing {
  if (screen.loading === 'loading')
    return html`<div class="over loading" aria-hidden="true">
      <vscode-progress-ring></vscode-progress-ring><span>${strings.loading}</span>
    </div>`;
  if (screen.loading === 'failed')
    return html`<div class="over" role="alert">
      ${icon('warning')}
      <p>${take.missing ?? strings.cannotPlay}</p>
      <button
        type="button"
        class="link"
        @click=${(event: Event) => {
          // A press of the picture plays.
          event.stopPropagation();
          actions.open(take.id);
        }}
      >
        ${fill(strings.open, letter)}
      </button>
    </div>`;
  return nothing;
}
