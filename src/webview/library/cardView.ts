import { html, nothing, type TemplateResult } from 'lit';
import type { Card } from '../../shared/libraryMessages.ts';
import { icon } from '../page/icon.ts';
import { timeText } from './days.ts';
import type { LibraryModel } from './model.ts';

/** What a card shows beside what it says. */
export interface CardLook {
  readonly column: number;
  /** An object URL. */
  readonly poster: string | undefined;
  /** Plays the clip; left out where it does not. */
  readonly video: HTMLVideoElement | undefined;
  readonly tabbable: boolean;
  readonly selected: boolean;
}

/** One clip. All that can be done with it is in the bar, the menu and on keys: a card holds no buttons. */
export function cardView(card: Card, { strings, language }: LibraryModel, look: CardLook): TemplateResult {
  const { selected } = look;
  const time = timeText(card.createdAt, language);
  const verdict = card.verdict === undefined ? undefined : strings[card.verdict];
  return html`<div
    role="gridcell"
    class=${`card ${card.state}${selected ? ' selected' : ''}${card.verdict === 'rejected' ? ' rejected' : ''}`}
    data-id=${card.id}
    tabindex=${look.tabbable ? 0 : -1}
    aria-colindex=${look.column + 1}
    aria-selected=${String(selected)}
    title=${`${card.title}\n${card.name}`}
    draggable=${card.file === undefined ? 'false' : 'true'}
  >
    <div class="picture">
      ${look.poster === undefined ? icon(icons[card.state], card.state === 'making' ? 'spin' : undefined) : html`<img src=${look.poster} alt="" draggable="false" />`}
      ${look.video ?? nothing} ${card.state === 'ready' ? nothing : html`<span class="badge">${card.stateText}</span>`}
      ${verdict === undefined ? nothing : html`<span class="verdict" title=${verdict}>${icon(card.verdict === 'keeper' ? 'star-full' : 'circle-slash')}<span class="unseen">${verdict}</span></span>`}
      ${selected ? html`<span class="check">${icon('check')}</span>` : nothing}
    </div>
    <div class="words">
      <span class="name">${card.title}</span>
      <span class="quiet numbers">${card.facts}</span>
      <span class="quiet numbers">${time} · ${card.model}</span>
    </div>
  </div>`;
}

const icons = {
  ready: 'device-camera-video',
  making: 'loading',
  failed: 'warning',
  missing: 'question',
} as const;
