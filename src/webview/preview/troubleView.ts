import { html, type TemplateResult } from 'lit';
import type { PreviewAction } from '../../shared/previewMessages.ts';
import { icon } from '../page/icon.ts';
import { fill } from '../../shared/counted.ts';
import type { PreviewActions, PreviewModel } from './model.ts';
import { timecode } from './timecode.ts';
import { wayButton } from './wayButton.ts';

/** The ways out of what cannot be shown, the most likely one first. */
const ways: readonly PreviewAction[] = ['reload', 'downloadAgain', 'openOutside', 'reveal'];

/** Why there is no picture, and what can be done. */
export function troubleView(model: PreviewModel, actions: PreviewActions): TemplateResult {
  return html`<div class="over" role="alert">
    ${icon('warning')}
    <p>${whatIsWrong(model)}</p>
    <div class="ways">${ways.map((way, index) => wayButton(model, actions, way, { isFirst: index === 0 }))}</div>
  </div>`;
}

function whatIsWrong({ strings, trouble = 'format', clip, playback, film }: PreviewModel): string {
  const words = strings.trouble;
  if (trouble !== 'format') return words[trouble];
  // It was begun, so it is none that cannot be played at all.
  if (clip !== undefined && playback.position > 0) return fill(words.damaged, timecode(playback.position));
  return film.codec === undefined ? words.format : fill(words.codec, film.codec);
}
