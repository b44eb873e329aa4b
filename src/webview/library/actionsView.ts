import { html, nothing, type TemplateResult } from 'lit';
import type { Card, LibraryAction } from '../../shared/libraryMessages.ts';
import type { LibraryStrings } from '../../shared/strings/library.ts';
import { icon } from '../page/icon.ts';
import type { Icon } from '../page/icons.ts';
import { canCompare, oneAtATime } from './abilities.ts';
import type { LibraryActions, LibraryModel } from './model.ts';

/** Of the bar, in its order. */
const icons = {
  open: 'play',
  compare: 'split-horizontal',
  again: 'debug-rerun',
  reveal: 'folder-opened',
  copyMarkdown: 'markdown',
  copyHtml: 'code',
  remove: 'close',
} as const satisfies Partial<Record<LibraryAction, Icon>>;

type BarAction = keyof typeof icons;

/** What can be done with the selected clips; what cannot says why. */
export function actionsView(model: LibraryModel, actions: LibraryActions): TemplateResult {
  const { strings } = model;
  const cards = chosen(model);
  return html`<div class="actions" role="toolbar" aria-label=${strings.actions}>
    ${(Object.keys(icons) as BarAction[]).map((action) => {
      const reason = whyNot(action, cards, strings);
      const name = strings.action[action];
      return html`<button
        class="icon-button"
        id=${`action-${action}`}
        title=${reason === undefined ? name : `${name}: ${reason}`}
        aria-label=${name}
        aria-disabled=${String(reason !== undefined)}
        @click=${() => reason === undefined && actions.act(action)}
      >
        ${icon(icons[action])}
      </button>`;
    })}
  </div>`;
}

/** Below the cards: why the one selected clip is as it is, and the ways on. */
export function noteView(model: LibraryModel, actions: LibraryActions): TemplateResult | typeof nothing {
  const [card, ...more] = chosen(model);
  if (card?.note === undefined || more.length > 0) return nothing;
  const ways = (['find', 'download', 'whatNow', 'remove'] as const).filter((action) => card.actions.includes(action));
  return html`<div class="note">
    ${icon(card.state === 'failed' || card.state === 'missing' ? 'warning' : 'info')}
    <p>
      ${card.note}
      ${ways.map(
        (action) =>
          html`<button class="link" id=${`note-${action}`} @click=${() => actions.actOn(action, card.id)}>
              ${model.strings.action[action]}</button
            >${' '}`,
      )}
    </p>
  </div>`;
}

/** The selected cards, in the order in which they are shown. */
export function chosen({ shown, selection }: Pick<LibraryModel, 'shown' | 'selection'>): Card[] {
  return selection.selected.size === 0 ? [] : shown.filter(({ id }) => selection.selected.has(id));
}

/** Why an action cannot be done with these, or undefined where it can. */
export function whyNot(action: LibraryAction, cards: readonly Card[], strings: LibraryStrings): string | undefined {
  const able = cards.filter((card) => card.actions.includes(action)).length;
  if (cards.length === 0) return strings.selectFirst;
  if (action === 'compare') return canCompare(able) ? undefined : strings.selectTwo;
  if (oneAtATime.includes(action) && cards.length > 1) return strings.selectOne;
  return able === 0 ? strings.notNow : undefined;
}
