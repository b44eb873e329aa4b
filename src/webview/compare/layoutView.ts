import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Layout } from '../../shared/compareMessages.ts';
import { icon } from '../page/icon.ts';
import type { Icon } from '../page/icons.ts';
import { iconButton } from '../page/iconButton.ts';
import { keys } from './keys.ts';
import { pairOf, type CompareActions, type CompareModel } from './model.ts';

/** Each way to look at takes with its icon. */
const looks: readonly (readonly [Layout, icon: Icon])[] = [
  ['side', 'split-horizontal'],
  ['wipe', 'arrow-both'],
  ['difference', 'color-mode'],
];

/** The row above the pictures: how they are looked at, and which two of them. */
export function layoutView(model: CompareModel, actions: CompareActions): TemplateResult {
  const { strings, view, shown } = model;
  const pair = pairOf(model);
  const choosing = view.layout !== 'side' && shown.length > 2;
  return html`<div class="looks">
    <div class="together" role="group" aria-label=${strings.layout}>
      ${looks.map(([layout, name]) => {
        const { shown: key, aria } = keys.shortcut(layout);
        const enabled = layout === 'side' || pair !== undefined;
        return html`<button
          type="button"
          class="look"
          title=${enabled ? `${strings[layout]} (${key})` : strings.twoNeeded}
          aria-pressed=${view.layout === layout}
          aria-keyshortcuts=${aria}
          aria-disabled=${!enabled}
          @click=${() => {
            if (enabled) actions.lookAt(layout);
          }}
        >
          ${icon(name)}<span>${strings[layout]}</span>
        </button>`;
      })}
    </div>
    ${
      choosing && pair !== undefined
        ? html`<div class="together">
            ${chooser(model, strings.left, pair.left.take.id, (left) => actions.setPair({ left }))}
            ${iconButton({
              face: { icon: 'arrow-swap' },
              label: strings.swap,
              press: () => actions.setPair({ left: pair.right.take.id, right: pair.left.take.id }),
            })}
            ${chooser(model, strings.right, pair.right.take.id, (right) => actions.setPair({ right }))}
          </div>`
        : nothing
    }
  </div>`;
}

function chooser({ shown }: CompareModel, label: string, chosen: string, choose: (id: string) => void): TemplateResult {
  return html`<select
    class="select"
    data-own-keys="list"
    aria-label=${label}
    title=${label}
    @change=${(event: Event & { currentTarget: HTMLSelectElement }) => choose(event.currentTarget.value)}
  >
    ${shown.map(
      ({ letter, take }) => html`<option value=${take.id} .selected=${live(take.id === chosen)}>${letter}</option>`,
    )}
  </select>`;
}
