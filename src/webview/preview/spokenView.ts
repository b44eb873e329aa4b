import { html, type TemplateResult } from 'lit';
import type { PreviewModel } from './model.ts';
import { nameOf } from './moment.ts';

/** What a screen reader is told when a key has changed what others see: the frame at which the clip stands, or how fast it goes. */
export function spokenView(model: PreviewModel): TemplateResult {
  return html`<p class="unseen" role="status">${model.loading === 'ready' ? wordsFor(model) : ''}</p>`;
}

function wordsFor(model: PreviewModel): string {
  const { strings, playback } = model;
  if (playback.speed === 0) return nameOf(model, playback.position);
  const speed = `${strings.rate} ${Math.abs(playback.speed)}×`;
  return playback.speed < 0 ? `${strings.backward}, ${speed}` : speed;
}
