import { html, type TemplateResult } from 'lit';
import { fill } from '../../shared/counted.ts';
import { number } from '../page/number.ts';
import type { PreviewModel } from './model.ts';
import { nameOf } from './moment.ts';

/**
 * What a screen reader is told that others see: that the clip is loading, and when a key has changed it, the frame at which it stands, or
 * how fast it goes. Why there is no picture stands in its place.
 */
export function spokenView(model: PreviewModel): TemplateResult {
  return html`<p class="unseen" role="status">${wordsFor(model)}</p>`;
}

function wordsFor(model: PreviewModel): string {
  const { strings, playback, loading } = model;
  if (loading !== 'ready') return loading === 'loading' ? strings.loading : '';
  if (playback.speed === 0) return nameOf(model, playback.position);
  const speed = `${strings.rate} ${fill(strings.rateValue, number(Math.abs(playback.speed), 2))}`;
  return playback.speed < 0 ? `${strings.backward}, ${speed}` : speed;
}
